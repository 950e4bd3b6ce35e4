// What other devices of the account have changed: taken over when the server announces it, and whenever the session comes
// online. The user reads of each new device once, on every device.
import { z } from 'zod';
import { deviceId } from '../../protocol/ids.ts';
import { activeOf } from '../../protocol/manifest.ts';
import type { Events } from '../api/event-emitter.ts';
import { noticeOf } from '../api/notices.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { Logger } from '../ports.ts';
import type { AccountState } from '../session/account-session.ts';

interface RefresherDependencies {
  readonly account: AccountState;
  readonly logger: Logger;
  readonly emit: Events['emit'];
}

export function createRefresher({ account, logger, emit }: RefresherDependencies): () => Promise<void> {
  let isWithheld = false;

  return async () => {
    const refreshed = await account.refresh();
    if (!refreshed.ok) logger.warn({ code: refreshed.code, ...refreshed.facts }, 'account not refreshed');
    const wasWithheld = isWithheld;
    isWithheld = !refreshed.ok && refreshed.code === 'keys-withheld';
    if (!refreshed.ok && isWithheld && !wasWithheld)
      emit('notice', noticeOf(refreshed.code, refreshed.facts));
    if (refreshed.ok) notifyOfNewDevices(account, emit);
  };
}

const KEY = 'known-devices';
const ids = z.array(deviceId);

/** Where nothing is known yet, this device has just signed in, and its user has seen the list. */
function notifyOfNewDevices({ address, contacts, database }: AccountState, emit: Events['emit']): void {
  const devices = contacts.find(address)?.pinned?.manifest.devices ?? [];
  const known = readSetting(database, KEY, ids);
  const added = activeOf(devices).filter(({ id }) => known && !known.includes(id));
  for (const { name } of added) emit('notice', noticeOf('device-added', { device: name }));
  if (known?.length !== devices.length)
    writeSetting(
      database,
      KEY,
      ids,
      devices.map(({ id }) => id),
    );
}

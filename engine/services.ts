// The services that live as long as a sign-in does.

import { ok, type Result, refuse } from '../protocol/errors.ts';
import { nameOn } from '../protocol/ids.ts';
import { activeOf } from '../protocol/manifest.ts';
import type { ParametersOf } from './api/api.ts';
import type { Events } from './api/event-emitter.ts';
import { noticeOf } from './api/notices.ts';
import type { Connection } from './connection/connection.ts';
import { ServerTime } from './connection/server-time.ts';
import { Conversations } from './conversations.ts';
import { createRefresher } from './devices/account-changes.ts';
import { createMarksKeeper } from './high-water-marks/high-water-marks.ts';
import { createDrafts, type Drafts } from './messages/drafts.ts';
import { createPeople, type People } from './people/people.ts';
import type { Clock, Logger } from './ports.ts';
import type { AccountState } from './session/account-session.ts';

export interface SignedInServices {
  readonly account: AccountState;
  readonly people: People;
  readonly conversations: Conversations;
  readonly drafts: Drafts;
  /** Refuses with `no-such-device`. Offline, the name is kept and saved once the session is online. */
  renameDevice(parameters: ParametersOf<'renameDevice'>): Promise<Result<Record<string, never>>>;
  /** The session is online: fetches what has changed meanwhile. */
  online(): Promise<void>;
  /** To be called while the session is still there: saves on the server what it keeps for the next one. */
  leave(): Promise<void>;
  /** Emits nothing more. */
  close(): Promise<void>;
}

export interface ServiceDependencies {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: Events;
  readonly acceptRequests: boolean;
}

export function createSignedInServices(options: ServiceDependencies): SignedInServices {
  const { account, clock, connection, logger, events } = options;
  let open = true;
  const emit: Events['emit'] = (event, payload) => {
    if (open) events.emit(event, payload);
  };
  const marks = createMarksKeeper(options);
  const people = createPeople(options);
  const conversations = new Conversations({
    ...options,
    db: account.database,
    people,
    marks,
    serverTime: new ServerTime({ db: account.database, clock }),
    emit,
  });
  const drafts = createDrafts(account.database, clock, logger);
  const stopPresence = people.onPresence((changes) =>
    emit('presence', {
      changes: changes.map(({ address, status }) => ({ user: nameOn(account.serverName, address), status })),
    }),
  );
  const stopKeys = people.onKeysChanged((address) => conversations.keysChanged(address));

  /** Made before the first message, so that keys other than those in the invite are seen at once. */
  async function meetIntroduced(): Promise<void> {
    const met = await people.meetIntroduced();
    if (!met.ok && met.code === 'identity-changed') emit('notice', noticeOf(met.code, met.facts));
    else if (!met.ok) logger.warn({ code: met.code }, 'no first contact with who gave the invite');
  }

  const refreshAccount = createRefresher({ account, logger, emit });
  const refresh = async () => {
    await refreshAccount();
    // It may have been closed meanwhile, as by a command that has done its one thing.
    if (open) conversations.reviewDecisions();
  };
  const stopChanges = connection.onPush('account:changed', () => void refresh());
  return {
    account,
    people,
    conversations,
    drafts,
    async renameDevice({ device, name }) {
      const devices = account.contacts.find(account.address)?.pinned?.manifest.devices ?? [];
      if (!activeOf(devices).some(({ id }) => id === device)) return refuse('no-such-device');
      marks.nameDevice(device, name);
      await marks.save();
      return ok({});
    },
    async online() {
      await refresh();
      if (!open) return;
      const presence = await people.loadPresence();
      if (!presence.ok) logger.warn({ code: presence.code }, 'presence not loaded');
      if (open) await meetIntroduced();
      if (!open) return;
      const synced = await conversations.online();
      if (!synced.ok) logger.warn({ code: synced.code }, 'conversations not synced');
    },
    leave: marks.save,
    async close() {
      open = false;
      stopPresence();
      stopKeys();
      stopChanges();
      drafts.close();
      await conversations.close();
      await marks.close();
      people.close();
    },
  };
}

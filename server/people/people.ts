// The API of people: the server's users, their presence, and the keys that they publish.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import type { Address } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Handlers } from '../gateway/handlers.ts';
import type { Directory } from './directory.ts';
import { createPresenceBatch } from './presence-batch.ts';
import { searchPeople } from './search.ts';

export interface People {
  readonly handlers: Pick<Handlers, 'people:search' | 'people:manifests' | 'people:set-status'>;
  stop(): void;
}

export function createPeople({
  directory,
  bus,
}: {
  readonly directory: Directory;
  readonly bus: Bus;
}): People {
  const batch = createPresenceBatch(directory, bus);
  bus.onPresence(batch.note);
  bus.onInvalidated(batch.note);

  return {
    handlers: {
      'people:search': async (request) => ok(searchPeople(directory, bus, request)),
      'people:manifests': async ({ addresses }) => ok(await collectManifests(directory, addresses)),
      'people:set-status': async ({ status }, { session }) => {
        const saved = await directory.setStatus(session.username, status);
        return saved.ok ? ok({}) : saved;
      },
    },
    stop: batch.stop,
  };
}

async function collectManifests(directory: Directory, addresses: readonly Address[]) {
  const manifests: ResponseOf<'people:manifests'>['manifests'] = [];
  let room = limits.pageBytes;
  let answered = 0;
  for (const address of addresses) {
    const entry = directory.at(address);
    const manifest = entry && (await directory.manifest(entry.username));
    const former = manifest ? await directory.formerManifests(entry.username) : [];
    room -= [manifest, ...former].reduce((bytes, one) => bytes + (one?.length ?? 0), 0);
    if (room < 0 && answered > 0) break;
    answered += 1;
    if (manifest) manifests.push({ address, manifest, ...(former.length > 0 && { former: [...former] }) });
    await nextTurn();
  }
  return { manifests, answered };
}

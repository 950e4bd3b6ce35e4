// A new device of an account with many conversations asks for all of them together.

import { expect, onTestFinished, test, vi } from 'vitest';
import { ServerTime } from '../engine/connection/server-time.ts';
import { createContacts } from '../engine/contacts/contacts.ts';
import { listConversations } from '../engine/conversations/conversation-table.ts';
import type { ConversationDependencies } from '../engine/conversations/dependencies.ts';
import { findCurrentEpoch } from '../engine/conversations/epoch-table.ts';
import { Conversations } from '../engine/conversations.ts';
import { randomBytes } from '../engine/encryption/primitives.ts';
import { findNewestRange } from '../engine/log/log-table.ts';
import { createPeople } from '../engine/people/people.ts';
import { systemClock } from '../engine/system-clock.ts';
import { ok } from '../protocol/errors.ts';
import type { RequestName } from '../protocol/events.ts';
import { limits } from '../protocol/limits.ts';
import { type ConversationUser, SERVER, startConversations } from './support/conversation-server.ts';
import { temporaryDatabase } from './support/database.ts';
import { silentLogger } from './support/silent-logger.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const CONVERSATIONS = 60;

/** The engine's own room on a person's new device; `asked` counts what it asks the server for. */
async function newDeviceOf(person: ConversationUser) {
  const database = await temporaryDatabase();
  const asked = new Map<string, number>();
  const connection = {
    state: 'online',
    onState: () => () => undefined,
    onPush: () => () => undefined,
    request: (name: RequestName, payload: never) => {
      asked.set(name, (asked.get(name) ?? 0) + 1);
      return person.ask(name as 'conversations:list', payload);
    },
  } as unknown as ConversationDependencies['connection']; // Requests without a socket; nothing is pushed.
  const { identity, username } = person;
  const account = {
    address: identity.address,
    username,
    serverName: SERVER,
    displayName: username,
    role: undefined,
    device: identity.device.id,
    deviceSeed: identity.device.seed,
    mailboxKeys: [identity.mailboxKey],
    marksKey: randomBytes(32),
    wasReset: false,
    contacts: createContacts(database),
    database,
    refresh: async () => ok({ isGivenBack: false }),
  };
  const conversations = new Conversations({
    acceptRequests: true,
    db: database,
    connection,
    account,
    people: createPeople({ account, connection, logger: silentLogger }),
    marks: {
      noteSeen: () => undefined,
      goOn: () => undefined,
      nameDevice: () => undefined,
      noteDecision: () => undefined,
      seen: () => [],
      save: async () => undefined,
      close: async () => undefined,
    },
    clock: systemClock,
    serverTime: new ServerTime({ db: database, clock: systemClock }),
    logger: silentLogger,
    emit: () => undefined,
  });
  onTestFinished(() => conversations.close());
  return { conversations, database, asked };
}

test('an account with many conversations is caught up on with a handful of requests', async () => {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const bob = await server.person('bob');
  const large = new Uint8Array(60_000);
  for (let nth = 0; nth < CONVERSATIONS; nth += 1) {
    const other = await server.person(`person${nth}`);
    const conversation = await other.open([bob]);
    await other.send(conversation);
    // Three of them fill a page each.
    for (let count = 0; nth < 3 && count < 10; count += 1) await other.send(conversation, { body: large });
  }
  const { conversations, database, asked } = await newDeviceOf(bob);
  expect(await conversations.online()).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(asked.get('conversations:mark')).toBe(1), 10_000);

  const held = listConversations(database).filter(({ kind }) => kind === 'direct');
  expect(held).toHaveLength(CONVERSATIONS);
  for (const { id, head } of held) {
    expect(findNewestRange(database, id)).toEqual({ low: 1, high: head });
    expect(findCurrentEpoch(database, id)?.epoch).toBe(1);
  }
  const bytes = 3 * 10 * large.length;
  expect(asked.get('conversations:catch-up')).toBeLessThanOrEqual(
    2 + Math.ceil(bytes / limits.pageBytes) * 2,
  );
  expect(asked.get('people:manifests')).toBeLessThanOrEqual(asked.get('conversations:catch-up') ?? 0);
  expect([...asked.keys()].sort()).toEqual([
    'conversations:catch-up',
    'conversations:list',
    'conversations:mark',
    'people:manifests',
  ]);
  expect([...asked.values()].reduce((sum, count) => sum + count)).toBeLessThan(16);
});

import { expect, test } from 'vitest';
import { createQueue } from '../../node/keyed-queue.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Refusal, refuse } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import { digest, messageId } from '../../protocol/ids.ts';
import { encodePage } from '../../protocol/records.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { queueMessage } from '../../test/support/waiting-message.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findNewestRange } from '../log/log-table.ts';
import { listMessagesBetween } from '../messages/message-table.ts';
import type { Change } from './change-feed.ts';
import type { Incoming } from './incoming.ts';
import { Sync } from './sync.ts';

function syncWith(
  dependencies: ConversationDependencies,
  incoming: Incoming,
  onChanged: (change: Change) => unknown = () => undefined,
) {
  const changes = { changed: (change: Change) => void onChanged(change) };
  const receipts = { received: () => undefined };
  const erasures = { flush: () => undefined };
  return new Sync(dependencies, { incoming, queue: createQueue(), changes, receipts, erasures });
}

/** Bob holds the newest of ten records; whatever he asks for, the server answers with those of a range. */
async function bobHoldsTheNewest(answer: readonly [first: number, last: number]) {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  for (let nth = 2; nth <= 10; nth += 1) log.say(alice, `number ${nth}`);
  const { incoming, dependencies } = await readingDevice(bob, [alice, bob], log);
  const { conversation } = log;
  const records = ([first, last]: typeof answer) => log.records.slice(first - 1, last);
  unwrap(await incoming.take(conversation, log.page(8), 'forward'));
  const page = encodePage(records(answer));
  const history = ok({ page, hashBefore: toBase64url(log.hashBefore(answer[0])) });
  const connection = {
    request: async (name: string) =>
      name === 'conversations:history'
        ? history
        : dependencies.connection.request('conversations:changes', {} as never),
  } as unknown as ConversationDependencies['connection']; // What fetching asks for.
  const sync = syncWith({ ...dependencies, connection }, incoming);
  const low = () => findNewestRange(dependencies.db, conversation)?.low;
  return { older: () => sync.older(conversation, 8), low };
}

test('older records join the stored ones', async () => {
  const { older, low } = await bobHoldsTheNewest([3, 7]);
  expect(await older()).toMatchObject({ ok: true });
  expect(low()).toBe(3);
});

test.each([
  ['the same records again', [8, 10]],
  ['records with others left out above them', [2, 5]],
] as const)('%s are no answer', async (_, answer) => {
  const { older, low } = await bobHoldsTheNewest(answer);
  expect(await older()).toMatchObject({ ok: false, code: 'verification-failed' });
  expect(low()).toBe(8);
});

/** Bob holds the newest of ten records, and has written the fourth without receiving its acknowledgement. */
async function bobHasWrittenIntoTheGap(has: boolean) {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  const { conversation } = log;
  const message = messageId.parse('B'.repeat(21).concat('A'));
  for (let seq = 2; seq <= 3; seq += 1) log.say(alice, 'hello');
  if (has) log.say(bob, 'mine', { message });
  while (log.records.length < 10) log.say(alice, 'hello');
  const { incoming, dependencies, notices } = await readingDevice(bob, [alice, bob], log);
  queueMessage(dependencies.db, { id: message, conversation, sender: bob.address, device: bob.device.id });
  unwrap(await incoming.take(conversation, log.page(8), 'forward'));
  const history = async (_: string, { before, limit }: RequestOf<'conversations:history'>) => {
    const first = Math.max(1, before! - limit);
    const page = encodePage(log.records.slice(first - 1, before! - 1));
    return ok({ page, hashBefore: toBase64url(log.hashBefore(first)) });
  };
  const connection = {
    request: (name: string, request: never) =>
      name === 'conversations:history'
        ? history(name, request)
        : dependencies.connection.request(name as never, request),
  } as unknown as ConversationDependencies['connection']; // What fetching asks for.
  const emitted: unknown[] = [];
  const sync = syncWith({ ...dependencies, connection }, incoming, ({ messages = [] }) =>
    emitted.push(...messages),
  );
  return { placed: () => sync.placedBefore(conversation, message, 4), message, emitted, notices };
}

test('the device fetches its own message from the gap and shows it as sent', async () => {
  const { placed, message, emitted, notices } = await bobHasWrittenIntoTheGap(true);
  expect(await placed()).toMatchObject({ ok: true });
  expect(emitted).toMatchObject([{ id: message, seq: 4, state: 'sent' }]);
  expect(notices).toEqual([]);
});

test('a server that names a position with another record there has forked the log', async () => {
  const { placed, notices } = await bobHasWrittenIntoTheGap(false);
  await placed();
  expect(notices).toEqual(['log-forked']);
});

test('receipts that rose while the device was offline are emitted once', async () => {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  for (const text of ['one', 'two']) log.say(alice, text);
  const { conversation } = log;
  const { incoming, dependencies } = await readingDevice(alice, [alice, bob], log);
  unwrap(await incoming.take(conversation, log.page(1), 'forward'));
  const summary = {
    id: conversation,
    kind: 'direct' as const,
    members: ['alice', 'bob'] as never[],
    epoch: 1,
    head: 3,
    headHash: digest.parse(toBase64url(log.hashBefore(4))),
    read: 3,
    unread: 0,
    from: [],
    positions: [{ address: 'bob@parley.example' as never, received: 3, read: 2 }],
  };
  const request = async () => ok({ conversations: [summary], more: false, now: 0 });
  const connection = { request } as unknown as ConversationDependencies['connection']; // What listing asks for.
  const emitted: (number | undefined)[][] = [];
  const sync = syncWith({ ...dependencies, connection }, incoming, ({ messages = [] }) =>
    emitted.push(messages.map(({ seq }) => seq)),
  );
  unwrap(await sync.all());
  unwrap(await sync.all());
  expect(emitted).toEqual([[2, 3]]);
});

/** Alice holds what she said last, and nothing of Bob's, who said the second of ten records. */
async function aliceHoldsHerOwn() {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  log.say(bob, 'long ago');
  while (log.records.length < 10) log.say(alice, 'mine');
  const { incoming, dependencies, notices } = await readingDevice(alice, [alice, bob], log);
  unwrap(await incoming.take(log.conversation, log.page(8), 'forward'));
  const asked: unknown[] = [];
  const server = { refusal: undefined as Refusal | undefined };
  const history = ({ before = 11, after, limit }: RequestOf<'conversations:history'>) => {
    const head = log.records.length;
    const first = after === undefined ? Math.max(1, before - limit) : Math.min(after, head) + 1;
    const page = encodePage(log.records.slice(first - 1, first - 1 + limit));
    return ok({ page, hashBefore: toBase64url(log.hashBefore(first)), head });
  };
  const connection = {
    request: async (name: string, request: never) => {
      if (name !== 'conversations:history') return dependencies.connection.request(name as never, request);
      asked.push(request);
      return server.refusal ?? history(request);
    },
  } as unknown as ConversationDependencies['connection']; // What fetching asks for.
  const sync = syncWith({ ...dependencies, connection }, incoming);
  const push = () => sync.arrived(log.conversation, encodePage(log.records.slice(10)));
  const texts = () =>
    listMessagesBetween(dependencies.db, log.conversation, 11, 99, 99).map(
      ({ seq, text }) => `${seq} ${text}`,
    );
  return { alice, bob, log, dependencies, sync, server, asked, notices, push, texts };
}

test('5.3 an old frame pushed as a new one is recognised below the stored records and dropped', async () => {
  const { log, asked, notices, push, texts, bob } = await aliceHoldsHerOwn();
  log.repeat(2);
  log.say(bob, 'now');
  unwrap(await push());
  expect(asked).toEqual([{ conversation: log.conversation, before: 8, limit: 6 }]);
  expect(notices).toEqual(['message-replayed']);
  expect(texts()).toEqual(['12 now']);
});

test('5.3 nothing is shown before the records below could be searched', async () => {
  const { log, server, push, texts } = await aliceHoldsHerOwn();
  log.repeat(2);
  server.refusal = refuse('rate-limited');
  expect(await push()).toMatchObject({ code: 'rate-limited' });
  expect(texts()).toEqual([]);
});

test('a new frame of an unknown device causes no extra request', async () => {
  const { log, bob, asked, push, texts } = await aliceHoldsHerOwn();
  log.say(bob, 'now');
  unwrap(await push());
  expect(asked).toEqual([]);
  expect(texts()).toEqual(['11 now']);
});

test.each([
  ['has less than is held', 9, 'server-set-back'],
  ['has as much as is held', 10, undefined],
] as const)('5.8 a server that %s', async (_, length, stopped) => {
  const { bob, log, dependencies, sync, push } = await aliceHoldsHerOwn();
  log.records.length = length;
  unwrap(await sync.refresh(log.conversation));
  expect(findConversation(dependencies.db, log.conversation)?.stopped).toBe(stopped);
  log.say(bob, 'more');
  unwrap(await push());
  expect(findNewestRange(dependencies.db, log.conversation)?.high).toBe(stopped ? 10 : 11);
});

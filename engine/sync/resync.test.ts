import { expect, test, vi } from 'vitest';
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Mark } from '../high-water-marks/stored-marks.ts';
import { Resync } from './resync.ts';

const [first, second] = ['c', 'd'].map((letter) => conversationId.parse(letter.repeat(43))) as [
  ConversationSummary['id'],
  ConversationSummary['id'],
];
const summaryOf = (id: ConversationSummary['id']) => ({ id, epoch: 0, head: 3, read: 0, unread: 0 });

async function createResync() {
  const clock = manualClock();
  const marks: Mark[] = [];
  const connection = { state: 'online' };
  const db = await temporaryDatabase();
  const seen = () => [...marks];
  const logger = { ...silentLogger, error: vi.fn() };
  const emit = vi.fn();
  // Only what catching up asks for; anything else is a fault of the test and shows as one.
  const dependencies = {
    db,
    clock,
    connection,
    emit,
    logger,
    marks: { seen },
  } as unknown as ConversationDependencies;
  const listed = ok([first, second].map(summaryOf)) as unknown as Result<readonly ConversationSummary[]>;
  const sync = {
    all: vi.fn(async () => listed),
    catchUp: vi.fn(async (): Promise<Result<undefined>> => ok(undefined)),
  };
  const changes = { changed: vi.fn(), recount: vi.fn() };
  const outbox = { flushAll: vi.fn() };
  const erasures = { flushAll: vi.fn() };
  const receipts = {
    reportAgain: async () => undefined,
    gathered: <T>(work: () => Promise<T>) => work(),
  };
  const bulk = { catchUp: vi.fn(async (): Promise<Result<undefined>> => ok(undefined)) };
  const epochs = { forgetFreshness: () => undefined };
  const resync = new Resync({ ...dependencies, bulk, changes, epochs, erasures, outbox, receipts, sync });
  return { resync, clock, connection, marks, listed, bulk, sync, emit, logger, outbox };
}

/** Everything that doesn't wait for time has happened. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a refused list does not delay pending messages, and is requested again', async () => {
  const { resync, clock, sync, outbox } = await createResync();
  sync.all.mockResolvedValueOnce(refuse('rate-limited'));
  expect(await resync.online()).toMatchObject({ ok: false, code: 'rate-limited' });
  expect(outbox.flushAll).toHaveBeenCalledTimes(1);
  clock.advance(5_000);
  await turn();
  expect(sync.catchUp).toHaveBeenCalledTimes(2);
  expect(outbox.flushAll).toHaveBeenCalledTimes(2);
  clock.advance(60_000);
  await turn();
  expect(sync.all).toHaveBeenCalledTimes(2);
});

test('a fault in one conversation does not affect the others, and its sync is repeated', async () => {
  const { resync, clock, sync, outbox } = await createResync();
  sync.catchUp.mockRejectedValueOnce(new Error('the disk is full'));
  expect(await resync.online()).toMatchObject({ ok: false, code: 'internal' });
  expect(sync.catchUp.mock.calls).toEqual([[first], [second]]);
  expect(outbox.flushAll).toHaveBeenCalled();
  clock.advance(5_000);
  await turn();
  expect(sync.catchUp).toHaveBeenCalledTimes(4);
});

test('one sync makes up for all pushes that were refused for now', async () => {
  const { resync, clock, sync } = await createResync();
  for (const _ of [1, 2]) resync.follow(Promise.resolve(refuse('server-stopping')));
  await turn();
  clock.advance(5_000);
  await turn();
  expect(sync.all).toHaveBeenCalledTimes(1);
});

test.each([
  ['a verdict', 'verification-failed', 'online'],
  ['what is refused offline', 'server-unreachable', 'offline'],
] as const)('%s is not asked for again', async (_, code, state) => {
  const { resync, clock, connection, sync } = await createResync();
  connection.state = state;
  sync.catchUp.mockResolvedValue(refuse(code));
  await resync.online();
  clock.advance(60_000);
  await turn();
  expect(sync.all).toHaveBeenCalledTimes(1);
});

test('a conversation pushed while the list loads is not reported as withheld', async () => {
  const { resync, marks, listed, sync, emit, logger } = await createResync();
  marks.push({ conversation: first, epoch: 0, seq: 4, restores: 0 });
  sync.all.mockImplementationOnce(async () => {
    marks.push({ conversation: second, epoch: 0, seq: 4, restores: 0 });
    return listed;
  });
  await resync.online();
  expect(logger.error.mock.calls).toMatchObject([[{ conversations: [first] }, expect.any(String)]]);
  expect(emit.mock.calls).toMatchObject([['notice', { code: 'history-withheld' }]]);
});

test('starts nothing more after close', async () => {
  const { resync, clock, sync, outbox } = await createResync();
  sync.catchUp.mockImplementationOnce(async () => {
    resync.close();
    return refuse('internal');
  });
  await resync.online();
  clock.advance(60_000);
  await turn();
  expect(sync.catchUp).toHaveBeenCalledTimes(1);
  expect(sync.all).toHaveBeenCalledTimes(1);
  expect(outbox.flushAll).not.toHaveBeenCalled();
});

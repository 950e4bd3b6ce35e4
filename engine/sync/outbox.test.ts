import { expect, onTestFinished, test, vi } from 'vitest';
import { toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../protocol/events.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import { conversationId, digest, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { storedEpoch } from '../../test/support/epochs.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { queueMessage } from '../../test/support/waiting-message.ts';
import { addConversation, findConversation, setStopped } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch, putEpoch } from '../conversations/epoch-table.ts';
import { randomBytes } from '../encryption/primitives.ts';
import { addRange } from '../log/log-table.ts';
import { findMessage, type MessageRow, placeMessage } from '../messages/message-table.ts';
import { dequeue } from '../messages/outbox-table.ts';
import { Outbox } from './outbox.ts';

type Sent = Result<ResponseOf<'conversations:send'>>;

const conversation = conversationId.parse('c'.repeat(43));
const taken: Sent = ok({ seq: 2, at: 1_000, recipients: [] });

/** Everything that doesn't wait for time has happened. */
async function turn() {
  for (let nth = 0; nth < 10; nth += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** An outbox whose server answers as the test says, in turn and then for ever with the last; each answer is recorded. */
async function outboxWith(answers: readonly Sent[], kind: 'public' | 'direct' = 'public') {
  const alice = await createIdentity('alice@home.example');
  const db = await temporaryDatabase();
  const clock = manualClock();
  addConversation(db, conversation, kind, []);
  const counters: number[] = [];
  const request = async (_: string, { frame }: RequestOf<'conversations:send'>) => {
    const answer =
      answers[Math.min(counters.push(decodeFrameHeader(frame)?.counter ?? 0), answers.length) - 1];
    await new Promise((resolve) => setImmediate(resolve));
    return answer;
  };
  const account = {
    address: alice.address,
    serverName: 'parley.example',
    device: alice.device.id,
    deviceSeed: alice.device.seed,
  };
  const connection = { state: 'online', request };
  const notices: string[] = [];
  const emit = (_: string, notice: { readonly code: string }) => void notices.push(notice.code);
  // Only what sending asks for; anything else is a fault of the test and shows as one.
  const dependencies = {
    db,
    clock,
    logger: silentLogger,
    account,
    connection,
    emit,
  } as unknown as ConversationDependencies;
  const calls: string[] = [];
  const answer = async (name: string) => {
    calls.push(name);
    return ok(undefined) as Result<undefined>;
  };
  const sync = {
    placed: vi.fn(() => answer('placed')),
    placedBefore: vi.fn(() => answer('placedBefore')),
    refresh: vi.fn(() => answer('refresh')),
    lost: () => false,
  };
  const epochs = {
    renew: vi.fn(async () => false),
    // A public conversation, which has none, doesn't ask for it.
    forSending: async () => ok(findCurrentEpoch(db, conversation)!),
  };
  const failed = vi.fn();
  const start = () => {
    const outbox = new Outbox(dependencies, {
      epochs,
      sync,
      changes: { showOutgoing: failed, changed: vi.fn() },
    });
    onTestFinished(() => outbox.close());
    return outbox;
  };
  const write = (place = conversation) => {
    const id = messageId.parse(toBase64url(randomBytes(16)));
    queueMessage(db, { id, conversation: place, sender: alice.address, device: alice.device.id });
    return () => findMessage(db, place, id)!;
  };
  const placeInLog = (row: MessageRow) => {
    placeMessage(db, row, 2, 1_000);
    dequeue(db, row.conversation, row.id);
  };
  const place = (row: MessageRow) => {
    placeInLog(row);
    calls.push('there');
    return Promise.resolve(ok(undefined));
  };
  return { db, clock, counters, calls, notices, sync, epochs, failed, start, write, place, placeInLog };
}

const settled = (condition: () => void) => vi.waitFor(condition, 5_000);

test('an accepted frame that could not be placed is sent with the same counter again, and its record fetched', async () => {
  const recipients = [{ address: 'bob@parley.example' as never, status: 'dnd' as const }];
  const held: Sent = ok({ seq: 2, at: 1_000, recipients });
  const { clock, counters, calls, sync, start, write, place } = await outboxWith([held]);
  const outbox = start();
  const message = write();
  sync.placed.mockResolvedValueOnce(refuse('internal'));
  sync.placedBefore.mockImplementationOnce(() => place(message()));
  outbox.flush(conversation);
  await settled(() => expect(sync.placed).toHaveBeenCalled());
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(message().seq).toBe(2);
  }, 10_000);
  expect(counters).toEqual([1, 1]);
  expect(calls).toEqual(['there']);
});

test('the server may have accepted messages queued before the outbox started', async () => {
  const { sync, start, write, place } = await outboxWith([taken]);
  const message = write();
  sync.placedBefore.mockImplementationOnce(() => place(message()));
  start().flush(conversation);
  await settled(() => expect(message().seq).toBe(2));
  expect(sync.placed).not.toHaveBeenCalled();
});

test('the device adopts a counter from the server only after fetching the whole log', async () => {
  const outOfOrder = refuse('out-of-order', { expected: 17 });
  const { db, clock, counters, sync, start, write, place } = await outboxWith([
    outOfOrder,
    outOfOrder,
    taken,
  ]);
  const message = write();
  sync.refresh.mockResolvedValueOnce(refuse('rate-limited'));
  sync.placedBefore.mockImplementationOnce(() => place(message()));
  start().flush(conversation);
  await settled(() => expect(sync.refresh).toHaveBeenCalledTimes(1));
  expect(findConversation(db, conversation)?.counter).toBe(0);
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(message().seq).toBe(2);
  }, 10_000);
  expect(counters).toEqual([1, 1, 17]);
});

test.each(['stale-epoch', 'out-of-order'] as const)(
  'the outbox retries only now and then while the server keeps answering %s',
  async (code) => {
    const { db, clock, counters, start, write } = await outboxWith([refuse(code, { expected: 1 })], 'direct');
    putEpoch(db, conversation, storedEpoch());
    write();
    start().flush(conversation);
    const asked = async (times: number) => {
      await settled(() => expect(counters).toHaveLength(times));
      await turn();
      expect(counters).toHaveLength(times);
    };
    await asked(1);
    clock.advance(5_000);
    await asked(2);
  },
);

test('the outbox uses a newer epoch key at once', async () => {
  const { db, counters, sync, epochs, start, write, place } = await outboxWith(
    [refuse('stale-epoch'), taken],
    'direct',
  );
  putEpoch(db, conversation, storedEpoch());
  epochs.renew.mockImplementationOnce(async () => {
    putEpoch(db, conversation, storedEpoch({ epoch: 2, id: digest.parse('f'.repeat(43)) }));
    return true;
  });
  const message = write();
  sync.placedBefore.mockImplementationOnce(() => place(message()));
  start().flush(conversation);
  await settled(() => expect(message().seq).toBe(2));
  expect(counters).toEqual([1, 1]);
});

test.each([
  [-3_600_000, 100],
  [7_000, 7_000],
  [3_600_000, 60_000],
  ['soon', 5_000],
])('a requested pause of %s ms lasts %s ms, whatever the server’s clock', async (retryAfterMs, wait) => {
  const { clock, counters, start, write } = await outboxWith([refuse('rate-limited', { retryAfterMs })]);
  write();
  start().flush(conversation);
  await settled(() => expect(counters).toHaveLength(1));
  await turn();
  clock.advance(wait - 1);
  await turn();
  expect(counters).toHaveLength(1);
  clock.advance(1);
  await settled(() => expect(counters).toHaveLength(2));
});

test('the outbox retries after a pause when sending threw', async () => {
  const { clock, sync, start, write, place } = await outboxWith([taken]);
  const message = write();
  sync.placedBefore
    .mockRejectedValueOnce(new Error('the disk is full'))
    .mockImplementationOnce(() => place(message()));
  start().flush(conversation);
  await vi.waitFor(() => {
    clock.advance(5_000);
    expect(message().seq).toBe(2);
  }, 10_000);
});

test('a message that got its position meanwhile is not marked as failed', async () => {
  const { failed, start, write, placeInLog } = await outboxWith([refuse('not-allowed')]);
  const message = write();
  const outbox = start();
  outbox.flush(conversation);
  placeInLog(message());
  await outbox.close();
  expect(message().state).toBe('sent');
  expect(failed).not.toHaveBeenCalled();
});

test('a frame refused for the history it names is sealed again after the newest records', async () => {
  const { db, counters, sync, start, write, place } = await outboxWith([refuse('history-mismatch'), taken]);
  const message = write();
  sync.refresh.mockImplementationOnce(async () => {
    addRange(db, conversation, { low: 1, high: 1 });
    return ok(undefined);
  });
  sync.placedBefore.mockImplementationOnce(() => place(message()));
  start().flush(conversation);
  await settled(() => expect(message().seq).toBe(2));
  expect(counters).toEqual([1, 1]);
});

test('pending messages wait for the user’s decision when the server has another history', async () => {
  const { db, clock, counters, sync, start, write } = await outboxWith([refuse('history-mismatch')]);
  const message = write();
  sync.refresh.mockImplementationOnce(async () => {
    setStopped(db, conversation, 'server-set-back');
    return ok(undefined);
  });
  start().flush(conversation);
  await settled(() => expect(sync.refresh).toHaveBeenCalled());
  await turn();
  clock.advance(600_000);
  await turn();
  expect(counters).toEqual([1]);
  expect(message().state).toBe('sending');
});

test('a message id conflict fails only when the record at the given position is another message', async () => {
  const { sync, failed, start, write, place } = await outboxWith([
    refuse('message-conflict', { seq: 2 }),
    refuse('message-conflict'),
  ]);
  const [mine, other] = [write(), write()];
  sync.placedBefore.mockImplementationOnce(() => place(mine()));
  start().flush(conversation);
  await settled(() => expect(mine().seq).toBe(2));
  await settled(() => expect(failed).toHaveBeenCalledTimes(1));
  expect(other()).toMatchObject({ state: 'failed', why: { code: 'message-conflict' } });
});

test('a full disk raises one notice for all conversations, and one when the server takes messages again', async () => {
  const full = refuse('storage-full');
  const { db, clock, counters, notices, sync, start, write, placeInLog } = await outboxWith([
    ...[full, full, full, full],
    taken,
  ]);
  const other = conversationId.parse('d'.repeat(43));
  addConversation(db, other, 'public', []);
  const messages = [write(), write(other)];
  sync.placed.mockImplementation(async () => {
    for (const message of messages) if (message().seq === undefined) placeInLog(message());
    return ok(undefined);
  });
  const outbox = start();
  outbox.flushAll();
  await settled(() => expect(counters).toHaveLength(2));
  await turn();
  clock.advance(5_000);
  await settled(() => expect(counters).toHaveLength(4));
  await turn();
  expect(notices).toEqual(['storage-full']);
  clock.advance(5_000);
  await settled(() => expect(notices).toEqual(['storage-full', 'storage-freed']));
  await turn();
  expect(notices).toHaveLength(2);
  messages.push(write());
  outbox.flush(conversation);
  await settled(() => expect(messages[2]?.().seq).toBe(2));
  expect(notices).toHaveLength(2);
});

test.each(['no-longer-a-member', 'only-admins-post'] as const)(
  'what the server refuses as %s fails with this reason, and what was written after it still goes out',
  async (code) => {
    const { start, write, failed, sync, place, calls } = await outboxWith([
      refuse(code),
      refuse(code),
      taken,
    ]);
    const outbox = start();
    const [first, second] = [write(), write()];
    outbox.flush(conversation);
    await settled(() => expect(first()).toMatchObject({ state: 'failed', why: { code } }));
    expect(failed).toHaveBeenCalled();
    expect(calls).toContain('refresh');
    sync.placed.mockImplementation(() => place(second()));
    await settled(() => expect(second().seq).toBe(2));
  },
);

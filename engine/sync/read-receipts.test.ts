import { expect, test, vi } from 'vitest';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import type { ConnectionState } from '../connection/connection.ts';
import { addConversation, findConversation, putSummary } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { setDecision } from '../decisions/decision-table.ts';
import { addRange } from '../log/log-table.ts';
import { addMessage } from '../messages/message-table.ts';
import { countUnreadIn, viewUnreadIn } from '../messages/message-view.ts';
import { Receipts } from './read-receipts.ts';

const conversation = conversationId.parse('c'.repeat(43));
const alice = address.parse('alice@parley.example');
const bob = address.parse('bob@parley.example');
const carol = address.parse('carol@parley.example');

/** Bob’s device with `held` messages from Alice; the server answers with `server.answer`. */
async function bobsReceipts(held: number) {
  const db = await temporaryDatabase();
  const clock = manualClock();
  const asked: unknown[] = [];
  const server = { answer: ok({ unread: 0 }) as Result<{ unread: number }> };
  const listeners = new Set<(state: ConnectionState) => void>();
  const connection = {
    state: 'online' as ConnectionState,
    async request(_: string, { positions }: RequestOf<'conversations:mark'>) {
      if (connection.state !== 'online') return refuse('server-unreachable');
      for (const { read, received } of positions) asked.push({ read, received });
      const { answer } = server;
      return answer.ok ? ok({ conversations: [{ conversation, ...answer.value }] }) : answer;
    },
    onState(listener: (state: ConnectionState) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  // Only what positions need; anything else is a fault of the test and shows as one.
  const dependencies = {
    db,
    clock,
    connection,
    logger: silentLogger,
    account: { address: bob },
  } as unknown as ConversationDependencies;
  addConversation(db, conversation, 'direct', [alice, bob]);
  setDecision(db, { id: conversation, joined: 0 }, true);
  const row = () => findConversation(db, conversation)!;
  const hold = (low: number, high: number) => {
    for (let seq = low; seq <= high; seq += 1) addMessage(db, messageAt(seq));
    addRange(db, conversation, { low, high });
  };
  hold(1, held);
  const changed = vi.fn();
  return {
    ...{ db, clock, asked, server, row, hold, changed },
    unread: () => countUnreadIn(dependencies, row()),
    view: () => viewUnreadIn(dependencies, row()),
    start: () => new Receipts(dependencies, { changed }),
    become(state: ConnectionState) {
      connection.state = state;
      for (const listener of [...listeners]) listener(state);
    },
    summary: (head: number, unread: number, from = [alice]) =>
      putSummary(db, {
        ...{
          id: conversation,
          kind: 'direct',
          members: [alice, bob],
          epoch: 1,
          first: 1,
          head,
          headHash: '' as never,
        },
        ...{ read: 0, unread, from, positions: [] },
      }),
  };
}

function messageAt(seq: number) {
  const id = messageId.parse(`${'A'.repeat(18)}${String(seq).padStart(3, '0')}A`);
  const unset = { text: undefined, replyTo: undefined, why: undefined };
  const rest = { sender: alice, device: '', kind: 'text', counts: true, sentAt: 0, state: 'sent' } as const;
  return { id, conversation, seq, ...rest, ...unset };
}

test('reading lowers the unread count at once; a refused report is repeated after a pause', async () => {
  const { server, start, unread, changed, clock, asked } = await bobsReceipts(3);
  const receipts = start();
  await vi.waitFor(() => expect(asked.splice(0)).toEqual([{ read: 0, received: 3 }]), 10_000);
  server.answer = refuse('rate-limited');
  const reading = receipts.read(conversation, 2);
  expect([unread(), changed.mock.calls]).toEqual([1, [[{ conversation }]]]);
  await reading;
  server.answer = ok({ unread: 1 });
  expect(asked.splice(0)).toEqual([{ read: 2, received: 3 }]);
  clock.advance(10_000);
  await vi.waitFor(() => expect(asked).toEqual([{ read: 2, received: 3 }]), 10_000);
  clock.advance(60_000);
  expect(asked).toHaveLength(1);
  receipts.close();
});

test('positions not yet reported are sent once the client is online again, also after a restart', async () => {
  const { start, become, clock, asked, hold } = await bobsReceipts(0);
  const receipts = start();
  hold(1, 3);
  receipts.received(conversation);
  become('offline');
  clock.advance(50);
  await receipts.read(conversation, 2);
  receipts.close();
  const again = start();
  become('online');
  await vi.waitFor(() => expect(asked).toEqual([{ read: 2, received: 3 }]), 10_000);
  become('offline');
  become('online');
  expect(asked).toHaveLength(1);
  again.close();
});

test('messages read offline are not counted again once newer ones are fetched', async () => {
  const { start, summary, hold, unread, view, server, become } = await bobsReceipts(20);
  become('offline');
  const receipts = start();
  await receipts.read(conversation, 20);
  summary(100, 100);
  server.answer = ok({ unread: 80 });
  become('online');
  await receipts.read(conversation, 20);
  hold(51, 100);
  expect(unread()).toBe(80);
  expect(view()?.count).toBe(80);
  receipts.close();
});

test('senders whose messages have all been read leave the list of unread senders', async () => {
  const { start, summary, hold, view, server } = await bobsReceipts(20);
  summary(100, 100, [carol]);
  server.answer = ok({ unread: 0 });
  const receipts = start();
  await receipts.read(conversation, 30);
  hold(101, 102);
  expect(view()).toMatchObject({ count: 2, from: [alice] });
  receipts.close();
});

test('a failing database ends nothing, and closing leaves no timer', async () => {
  const { start, db, clock, asked, become, hold } = await bobsReceipts(0);
  const receipts = start();
  hold(1, 3);
  const { get } = db;
  const failing = vi.spyOn(db, 'get').mockImplementation(() => {
    throw new Error('the disk is full');
  });
  receipts.received(conversation);
  clock.advance(50);
  await vi.waitFor(() => expect(failing).toHaveBeenCalled(), 10_000);
  failing.mockImplementation(get);
  await vi.waitFor(() => {
    clock.advance(10_000);
    expect(asked).toEqual([{ read: 0, received: 3 }]);
  }, 10_000);
  receipts.close();
  receipts.received(conversation);
  become('online');
  clock.advance(60_000);
  expect(asked).toHaveLength(1);
});

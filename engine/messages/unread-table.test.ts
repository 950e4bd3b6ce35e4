import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Address, address, conversationId, type MessageId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { waitingMessage } from '../../test/support/waiting-message.ts';
import type { Database, Parameter } from '../database/database.ts';
import { addMessage, findMessage, loseMessagesBehind, placeMessage, showAsWaiting } from './message-table.ts';
import { countUnread, listUnreadSenders } from './unread-table.ts';

const conversation = conversationId.parse('c'.repeat(43));
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) =>
  address.parse(`${name}@parley.example`),
) as [Address, Address, Address];

function idOf(number: number): MessageId {
  return messageId.parse(String(number).padStart(22, 'A'));
}

/** A message with this number, at this position of the log. */
function put(db: Database, number: number, seq: number | undefined, sender = alice, counts = true): void {
  const waiting = waitingMessage({ id: idOf(number), conversation, sender, device: '' });
  addMessage(db, { ...waiting, seq, counts });
}

const row = z.object({ sender: address });

/** Whose messages are unread by the definition: one entry a message, the newest first. */
function unreadOneByOne(db: Database, after: number, reader: Address): readonly Address[] {
  const sql = `SELECT sender FROM messages
    WHERE conversation = ? AND seq > ? AND counts = 1 AND sender <> ? ORDER BY seq DESC`;
  return db.all(row, sql, conversation, after, reader).map(({ sender }) => sender);
}

const number = fc.nat(30);
const change = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    number,
    seq: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    sender: fc.constantFrom(alice, bob, carol),
    counts: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('place' as const),
    number,
    seq: fc.integer({ min: 1, max: 40 }),
    counts: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('wait' as const), number }),
  fc.record({ kind: fc.constant('lose' as const), seq: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('remove' as const), number }),
  fc.record({ kind: fc.constant('read' as const), seq: fc.integer({ min: 0, max: 40 }) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(db: Database, one: Change): void {
  const held = 'number' in one ? findMessage(db, conversation, idOf(one.number)) : undefined;
  if (one.kind === 'add') put(db, one.number, one.seq, one.sender, one.counts);
  if (one.kind === 'place' && held) placeMessage(db, held, one.seq, 1, one.counts);
  if (one.kind === 'wait' && held) showAsWaiting(db, held);
  if (one.kind === 'lose') loseMessagesBehind(db, conversation, one.seq, { sender: alice, device: '' });
  if (one.kind === 'remove' && held) db.run('DELETE FROM messages WHERE position = ?', held.position);
}

test('the running count is what counting one by one finds, whatever happens to messages', async () => {
  const db = await temporaryDatabase();
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      db.run('DELETE FROM messages');
      let read = 0;
      for (const one of changes) {
        if (one.kind === 'read') read = one.seq;
        apply(db, one);
        const unread = unreadOneByOne(db, read, alice);
        expect(countUnread(db, conversation, read, alice)).toBe(unread.length);
        const senders = listUnreadSenders(db, conversation, read, alice);
        expect(new Set(senders)).toEqual(new Set(unread));
      }
    }),
  );
});

test('senders are listed by their newest unread message', async () => {
  const db = await temporaryDatabase();
  put(db, 1, 1, bob);
  put(db, 2, 2, carol);
  expect(listUnreadSenders(db, conversation, 0, alice)).toEqual([carol, bob]);
  put(db, 3, 3, bob);
  expect(listUnreadSenders(db, conversation, 0, alice)).toEqual([bob, carol]);
  expect(listUnreadSenders(db, conversation, 2, alice)).toEqual([bob]);
  expect(listUnreadSenders(db, conversation, 3, alice)).toEqual([]);
});

test('what is undone in a transaction is not counted', async () => {
  const db = await temporaryDatabase();
  put(db, 1, 1, bob);
  expect(countUnread(db, conversation, 0, alice)).toBe(1);
  const failing = () =>
    db.transaction(() => {
      put(db, 2, 2, bob);
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  expect(countUnread(db, conversation, 0, alice)).toBe(1);
});

/** The database, which notes how it goes through the messages. */
function explaining(db: Database) {
  const scans: string[] = [];
  const step = z.object({ detail: z.string() });
  function explain(sql: string, parameters: readonly Parameter[]): void {
    const steps = db.all(step, `EXPLAIN QUERY PLAN ${sql}`, ...parameters);
    scans.push(...steps.map(({ detail }) => detail).filter((detail) => /\bmessages/.test(detail)));
  }
  const explained: Pick<Database, 'all' | 'get' | 'run' | 'transaction'> = {
    all(shape, sql, ...parameters) {
      explain(sql, parameters);
      return db.all(shape, sql, ...parameters);
    },
    get(shape, sql, ...parameters) {
      explain(sql, parameters);
      return db.get(shape, sql, ...parameters);
    },
    run(sql, ...parameters) {
      explain(sql, parameters);
      return db.run(sql, ...parameters);
    },
    transaction: (action) => db.transaction(action),
  };
  return { explained, scans };
}

test('messages are walked once, and then only those that have been read since', async () => {
  const db = await temporaryDatabase();
  for (let seq = 1; seq <= 20; seq += 1) put(db, seq, seq, bob);
  const { explained, scans } = explaining(db);
  expect(countUnread(explained, conversation, 6, alice)).toBe(14);
  const walk = 'SEARCH messages USING COVERING INDEX messages_by_seq (conversation=? AND seq>? AND seq<?)';
  expect(scans.splice(0)).toEqual([walk]);

  put(db, 21, 21, bob);
  expect(countUnread(explained, conversation, 6, alice)).toBe(15);
  expect(listUnreadSenders(explained, conversation, 6, alice)).toEqual([bob]);
  expect(scans).toEqual([]);

  // No more than those between the two positions: the range of the index has both as its ends.
  expect(countUnread(explained, conversation, 8, alice)).toBe(13);
  expect(scans).toEqual([walk]);
});

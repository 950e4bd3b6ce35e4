import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { address, conversationId, type MessageId, messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { temporaryDatabase } from '../../../test/support/database.ts';
import { createIdentity } from '../../../test/support/identities.ts';
import { readingDevice } from '../../../test/support/reading-device.ts';
import { unwrap } from '../../../test/support/unwrap.ts';
import { writeLog } from '../../../test/support/written-log.ts';
import { ServerTime } from '../../connection/server-time.ts';
import { addConversation, findConversation } from '../../conversations/conversation-table.ts';
import { systemClock as clock } from '../../system-clock.ts';
import { findMessage } from '../message-table.ts';
import { viewMessage } from '../message-view.ts';
import { findQueued } from '../outbox-table.ts';
import { react } from '../react.ts';
import { applyContent, loseContentsBehind, showProgress } from './content.ts';
import { listReactions } from './reaction.ts';

const conversation = conversationId.parse('c'.repeat(43));
const target = messageId.parse('A'.repeat(22));
const [alice, bob] = [address.parse('alice@home.example'), address.parse('bob@home.example')];

function idAt(seq: number) {
  return messageId.parse(Buffer.from(String(seq).padStart(16, '0')).toString('base64url'));
}

type Db = Awaited<ReturnType<typeof temporaryDatabase>>;

interface Put {
  readonly sender?: typeof alice;
  readonly device?: string;
  readonly emoji?: string;
  readonly on?: boolean;
  readonly revision?: MessageId;
  readonly id?: number;
}

function put(db: Db, seq: number | undefined, { sender = bob, device = 'one', id, ...more }: Put = {}) {
  const entry = {
    conversation,
    id: idAt(id ?? seq ?? 99),
    seq,
    at: seq ?? 99,
    sender,
    device,
    counts: false,
  };
  const { emoji = '👍', on = true, revision } = more;
  const said = { type: 'reaction', target, emoji, on, ...(revision && { revision }), sentAt: 0 } as const;
  return applyContent(db, entry, said);
}

function write(db: Db) {
  const entry = { conversation, id: target, seq: 1, at: 1, sender: alice, device: 'one', counts: true };
  return applyContent(db, entry, { type: 'text', text: 'first', sentAt: 0 });
}

function edit(db: Db, seq: number) {
  const entry = { conversation, id: idAt(seq), seq, at: seq, sender: alice, device: 'one', counts: false };
  return applyContent(db, entry, { type: 'edit', target, text: `at ${seq}`, sentAt: 0 });
}

function shown(db: Db) {
  return listReactions(db, { conversation, id: target }).map(
    ({ emoji, sender }) => `${sender.split('@')[0]} ${emoji}`,
  );
}

/** As bob's device shows it. */
function view(db: Db) {
  addConversation(db, conversation, 'direct', [alice, bob]);
  const [row, message] = [findConversation(db, conversation), findMessage(db, conversation, target)];
  if (!row || !message) throw new Error('nothing is there');
  const account = { address: bob, serverName: 'home.example', device: 'one' };
  return viewMessage(
    { db, account: account as never, clock, serverTime: new ServerTime({ db, clock }) },
    row,
    message,
  ).reactions;
}

describe('5.13 a reaction', () => {
  test('is the last of its person and emoji in log order, in any order of arrival', async () => {
    const db = await temporaryDatabase();
    const entries = fc.uniqueArray(
      fc.record({
        seq: fc.integer({ min: 2, max: 60 }),
        sender: fc.constantFrom(alice, bob),
        device: fc.constantFrom('one', 'two'),
        emoji: fc.constantFrom('👍', '❤️', '🎉'),
        on: fc.boolean(),
      }),
      { selector: ({ seq }) => seq, minLength: 1, maxLength: 20 },
    );
    const order = fc.tuple(entries, fc.nat(), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(order, ([all, textAt, random]) => {
        db.run('DELETE FROM messages');
        db.run('DELETE FROM revisions');
        const steps = all.map(
          ({ seq, ...one }) =>
            () =>
              put(db, seq, one),
        );
        const keyed = steps.map((step) => ({ step, key: random.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step);
        for (const step of shuffled.toSpliced(textAt % (all.length + 1), 0, () => write(db))) step();
        const inOrder = all.toSorted((a, b) => a.seq - b.seq);
        const last = inOrder.filter(
          ({ sender, emoji, on, seq }) =>
            on && !inOrder.some((one) => one.seq > seq && one.sender === sender && one.emoji === emoji),
        );
        expect(shown(db)).toEqual(last.map(({ sender, emoji }) => `${sender.split('@')[0]} ${emoji}`));
      }),
      { numRuns: 150 },
    );
  });

  test('waits for a message that is not there yet', async () => {
    const db = await temporaryDatabase();
    expect(put(db, 2)).toEqual({ reacted: undefined });
    write(db);
    expect(view(db)).toEqual([{ emoji: '👍', count: 1, users: ['bob'], own: true }]);
  });

  test('that was put on an earlier text says so, whichever came first', async () => {
    const db = await temporaryDatabase();
    put(db, 4, { sender: alice, revision: idAt(3) });
    put(db, 2);
    write(db);
    expect(view(db)).toMatchObject([{ users: ['bob'] }, { users: ['alice'], beforeEdit: true }]);
    edit(db, 3);
    expect(view(db)).toEqual([
      { emoji: '👍', count: 1, users: ['bob'], own: true, beforeEdit: true },
      { emoji: '👍', count: 1, users: ['alice'] },
    ]);
  });

  test('of one person counts up to a limit, the latest', async () => {
    const db = await temporaryDatabase();
    write(db);
    const many = Array.from({ length: 60 }, (_, nth) => String.fromCodePoint(0x1f600 + nth));
    for (const [nth, emoji] of many.entries()) put(db, 100 - nth, { emoji });
    const latest = many.slice(0, limits.reactionsPerPerson).map((emoji) => `bob ${emoji}`);
    expect(shown(db)).toEqual(latest.toReversed());
  });

  test('that the server has lost stays, behind what the log has at that place and before what follows', async () => {
    const db = await temporaryDatabase();
    write(db);
    put(db, 8);
    expect(loseContentsBehind(db, conversation, 5, { sender: bob, device: 'one' })).toEqual([]);
    expect(shown(db)).toEqual(['bob 👍']);
    put(db, 6, { on: false });
    expect(shown(db)).toEqual([]);
  });

  test('leaves edits alone, and they it', async () => {
    const db = await temporaryDatabase();
    write(db);
    put(db, 3, { sender: alice });
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'first', edited: undefined });
    edit(db, 2);
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'at 2', edited: 2 });
  });

  test('by ten thousand others makes a bounded view', async () => {
    const db = await temporaryDatabase();
    write(db);
    db.transaction(() => {
      for (let nth = 0; nth < 10_000; nth += 1)
        put(db, nth + 2, { sender: address.parse(`user${nth % 1_000}@home.example`), on: nth % 7 > 0 });
    });
    const [only, ...others] = view(db) ?? [];
    expect([only?.users.length, others]).toEqual([20, []]);
    expect(only?.count).toBeGreaterThan(800);
  });
});

describe('what the user puts on a message', () => {
  async function device() {
    const one = await createIdentity('alice@home.example');
    const other = await createIdentity('bob@home.example');
    const log = await writeLog(one, other);
    log.say(one, 'hello', { message: target });
    log.say({ ...one, device: other.device }, 'nothing that can be read');
    const { dependencies, incoming } = await readingDevice(other, [one, other], log);
    await incoming.take(log.conversation, log.page(1), 'forward');
    const { db } = dependencies;
    const on = (emoji: string, is = true) =>
      react(dependencies, { conversation: log.conversation, message: target, emoji, on: is });
    const seen = () =>
      listReactions(db, { conversation: log.conversation, id: target }).map(({ emoji }) => emoji);
    return { dependencies, log, on, seen };
  }

  function waiting(db: Db): number {
    return db.run('DELETE FROM outbox');
  }

  test('is there at once, and sent only where it changes something', async () => {
    const { dependencies, on, seen } = await device();
    unwrap(on('👍'));
    unwrap(on('👍'));
    unwrap(on('❤️', false));
    expect(seen()).toEqual(['👍']);
    unwrap(on('👍', false));
    expect(seen()).toEqual([]);
    expect(waiting(dependencies.db)).toBe(2);
  });

  test('is refused where there is nothing to put it on, or too much', async () => {
    const { dependencies, log, on } = await device();
    const { db } = dependencies;
    const onto = (message: MessageId) =>
      react(dependencies, { conversation: log.conversation, message, emoji: '👍' });
    expect(onto(idAt(1))).toMatchObject({ code: 'no-such-message' });
    const unreadable = db.get(
      z.object({ id: messageId }),
      "SELECT id FROM messages WHERE kind = 'unreadable'",
    );
    if (!unreadable) throw new Error('everything can be read');
    expect(onto(unreadable.id)).toMatchObject({ code: 'not-allowed' });
    for (let nth = 0; nth < limits.reactionsPerPerson; nth += 1)
      unwrap(on(String.fromCodePoint(0x1f600 + nth)));
    expect(on('👍')).toMatchObject({
      code: 'too-many-reactions',
      facts: { limit: limits.reactionsPerPerson },
    });
  });

  test('is gone from here when the server refuses it for good', async () => {
    const { dependencies, log, on, seen } = await device();
    const { db } = dependencies;
    unwrap(on('👍'));
    const row = z.object({ message: messageId });
    const { message } = db.get(row, 'SELECT message FROM outbox') ?? {};
    const queued = message && findQueued(db, log.conversation, message);
    if (!queued) throw new Error('nothing waits');
    const changed = showProgress(db, queued, { state: 'failed', why: { code: 'not-allowed' } });
    expect([changed?.id, seen(), waiting(db)]).toEqual([target, [], 0]);
  });
});

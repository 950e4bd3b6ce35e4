import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { address, conversationId, type MessageId, messageId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { temporaryDatabase } from '../../../test/support/database.ts';
import { applyContent, loseContentsBehind } from './content.ts';
import { listPins } from './pin.ts';

const conversation = conversationId.parse('c'.repeat(43));
const [alice, bob] = [address.parse('alice@home.example'), address.parse('bob@home.example')];
type Db = Awaited<ReturnType<typeof temporaryDatabase>>;

function idAt(seq: number) {
  return messageId.parse(Buffer.from(String(seq).padStart(16, '0')).toString('base64url'));
}

function entryAt(seq: number | undefined, sender = alice, moderates = false) {
  const place = { conversation, id: idAt(seq ?? 9_999), seq, at: seq ?? 9_999 };
  return { ...place, sender, device: 'one', counts: false, moderates };
}

function write(db: Db, seq: number) {
  return applyContent(db, { ...entryAt(seq), counts: true }, { type: 'text', text: `at ${seq}`, sentAt: 0 });
}

function pin(db: Db, seq: number | undefined, target: number, on = true, by = { sender: bob, may: true }) {
  const said = { type: 'pin', target: idAt(target), on, sentAt: 0 } as const;
  return applyContent(db, entryAt(seq, by.sender, by.may), said);
}

function pinned(db: Db, isWhole = true): readonly MessageId[] {
  return listPins(db, conversation, isWhole).map(({ target }) => target);
}

describe('5.17 a pin', () => {
  test('is the last of its message in log order, in any order of arrival, the latest first', async () => {
    const db = await temporaryDatabase();
    const pins = fc.uniqueArray(
      fc.record({
        seq: fc.integer({ min: 4, max: 60 }),
        target: fc.integer({ min: 1, max: 3 }),
        on: fc.boolean(),
        sender: fc.constantFrom(alice, bob),
      }),
      { selector: ({ seq }) => seq, minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(pins, fc.infiniteStream(fc.nat()), (all, random) => {
        for (const table of ['messages', 'revisions']) db.run(`DELETE FROM ${table}`);
        const steps = [
          ...all.map(
            ({ seq, target, on, sender }) =>
              () =>
                pin(db, seq, target, on, { sender, may: true }),
          ),
          ...[1, 2, 3].map((seq) => () => write(db, seq)),
        ];
        const keyed = steps.map((step) => ({ step, key: random.next().value }));
        for (const { step } of keyed.toSorted((one, other) => one.key - other.key)) step();
        const latest = [1, 2, 3].flatMap(
          (target) => all.filter((one) => one.target === target).toSorted((a, b) => b.seq - a.seq)[0] ?? [],
        );
        const wanted = latest.filter(({ on }) => on).toSorted((a, b) => b.seq - a.seq);
        expect(pinned(db)).toEqual(wanted.map(({ target }) => idAt(target)));
      }),
      { numRuns: 100 },
    );
  });

  test('by one who may not pin is passed over, whether its message is there or not', async () => {
    const db = await temporaryDatabase();
    const by = { sender: alice, may: false };
    expect(pin(db, 2, 1, true, by)).toEqual({ refused: 'not-its-author' });
    write(db, 1);
    expect(pin(db, 3, 1, true, by)).toEqual({ refused: 'not-its-author' });
    expect(pinned(db, false)).toEqual([]);
  });

  test('of what isn’t here waits for it, and is none once everything is here', async () => {
    const db = await temporaryDatabase();
    pin(db, 5, 1);
    expect([pinned(db, false), pinned(db)]).toEqual([[idAt(1)], []]);
    write(db, 1);
    expect(pinned(db)).toEqual([idAt(1)]);
  });

  test('goes with its message when that is deleted, and never holds for what is no text', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    pin(db, 2, 1);
    pin(db, 4, 3);
    applyContent(db, entryAt(3), { type: 'reaction', target: idAt(1), emoji: '👍', on: true, sentAt: 0 });
    applyContent(db, entryAt(5), { type: 'delete', target: idAt(1), sentAt: 0 });
    expect(pinned(db)).toEqual([]);
    pin(db, 6, 1);
    expect(pinned(db, false)).toEqual([idAt(3)]);
  });

  test('leaves the text alone, and an edit it', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    pin(db, 2, 1, true, { sender: alice, may: true });
    applyContent(db, entryAt(3), { type: 'edit', target: idAt(1), text: 'again', sentAt: 0 });
    expect(pinned(db)).toEqual([idAt(1)]);
    expect(db.run("DELETE FROM messages WHERE text = 'again'")).toBe(1);
  });

  test('that the server has lost stays, before what follows there', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    pin(db, 8, 1);
    loseContentsBehind(db, conversation, 5, { sender: bob, device: 'one' });
    expect(pinned(db)).toEqual([idAt(1)]);
    pin(db, 6, 1, false);
    expect(pinned(db)).toEqual([]);
  });

  test('ten thousand of them make a bounded list', async () => {
    const db = await temporaryDatabase();
    db.transaction(() => {
      for (let nth = 1; nth <= 10_000; nth += 1) {
        if (nth % 100 === 0) write(db, nth);
        pin(db, 10_000 + nth, nth);
      }
    });
    expect(pinned(db)).toHaveLength(limits.pinnedMessages);
    expect(pinned(db, false)[0]).toBe(idAt(10_000));
  });
});

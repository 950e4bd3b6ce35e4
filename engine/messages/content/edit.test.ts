import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { address, conversationId, messageId } from '../../../protocol/ids.ts';
import { temporaryDatabase } from '../../../test/support/database.ts';
import { createIdentity, type Identity } from '../../../test/support/identities.ts';
import { readingDevice } from '../../../test/support/reading-device.ts';
import { writeLog } from '../../../test/support/written-log.ts';
import { findMessage } from '../message-table.ts';
import { applyContent, loseContentsBehind } from './content.ts';
import { countEdits, listTexts } from './edit.ts';

const conversation = conversationId.parse('c'.repeat(43));
const target = messageId.parse('A'.repeat(22));
const [alice, bob] = [address.parse('alice@home.example'), address.parse('bob@home.example')];

function idAt(seq: number) {
  return messageId.parse(Buffer.from(String(seq).padStart(16, '0')).toString('base64url'));
}

type Db = Awaited<ReturnType<typeof temporaryDatabase>>;

function write(db: Db, seq: number) {
  const entry = { conversation, id: target, seq, at: seq, sender: alice, device: 'one', counts: true };
  return applyContent(db, entry, { type: 'text', text: 'first', sentAt: 0 });
}

function edit(
  db: Db,
  seq: number | undefined,
  text: string,
  more: { device?: string; sender?: typeof alice; id?: number } = {},
) {
  const { device = 'one', sender = alice, id = seq ?? 99 } = more;
  const entry = { conversation, id: idAt(id), seq, at: seq ?? 99, sender, device, counts: false };
  return applyContent(db, entry, { type: 'edit', target, text, sentAt: 0 });
}

describe('5.12 an edit', () => {
  test('shows the last edit in log order, in any order of arrival', async () => {
    const db = await temporaryDatabase();
    const entries = fc.uniqueArray(
      fc.record({
        seq: fc.integer({ min: 2, max: 40 }),
        sender: fc.constantFrom(alice, alice, bob),
        device: fc.constantFrom('one', 'two'),
      }),
      { selector: ({ seq }) => seq, minLength: 1, maxLength: 12 },
    );
    const order = fc.tuple(entries, fc.nat(), fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(order, ([all, textAt, random]) => {
        db.run('DELETE FROM messages');
        db.run('DELETE FROM revisions');
        const steps = all.map(
          ({ seq, ...by }) =>
            () =>
              edit(db, seq, `at ${seq}`, by),
        );
        const keyed = steps.map((step) => ({ step, key: random.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ step }) => step);
        for (const step of shuffled.toSpliced(textAt % (all.length + 1), 0, () => write(db, 1))) step();
        const last = Math.max(0, ...all.filter(({ sender }) => sender === alice).map(({ seq }) => seq));
        const shown = findMessage(db, conversation, target);
        expect([shown?.text, shown?.edited]).toEqual(last ? [`at ${last}`, last] : ['first', undefined]);
      }),
      { numRuns: 150 },
    );
  });

  test('that is pending follows all others until it gets its position', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    edit(db, undefined, 'mine', { id: 7 });
    edit(db, 3, 'from another device', { device: 'two' });
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'mine', editing: 'sending' });
    edit(db, 2, 'mine', { id: 7 });
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'from another device', edited: 3 });
    expect(findMessage(db, conversation, target)?.editing).toBeUndefined();
  });

  test('that arrives twice keeps its first position', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    edit(db, 4, 'old', { id: 7 });
    edit(db, 3, 'new');
    edit(db, 2, 'old', { id: 7 });
    edit(db, 5, 'old', { id: 7 });
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'new', edited: 3 });
  });

  test('that the server has lost precedes all later edits', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    edit(db, 8, 'lost');
    edit(db, 9, 'lost later');
    loseContentsBehind(db, conversation, 5, { sender: alice, device: 'one' });
    expect(findMessage(db, conversation, target)?.text).toBe('lost later');
    edit(db, 6, 'since');
    expect(findMessage(db, conversation, target)?.text).toBe('since');
  });

  test('that the server has lost is marked until a later one is there', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    edit(db, 3, 'kept');
    edit(db, 8, 'lost');
    const changed = loseContentsBehind(db, conversation, 5, { sender: alice, device: 'one' });
    expect(changed).toMatchObject([{ id: target, text: 'lost', why: { code: 'not-on-server' } }]);
    expect(findMessage(db, conversation, target)).toMatchObject({ state: 'sent', lost: 0 });
    edit(db, 6, 'since');
    expect(findMessage(db, conversation, target)).toMatchObject({ text: 'since', why: undefined });
    expect(loseContentsBehind(db, conversation, 6, { sender: alice, device: 'one' })).toEqual([]);
  });

  test('keeps every revision and the original text', async () => {
    const db = await temporaryDatabase();
    write(db, 1);
    edit(db, 2, 'second');
    edit(db, 3, 'third');
    const texts = z.object({ text: z.string() });
    expect(db.all(texts, 'SELECT text FROM revisions ORDER BY seq').map(({ text }) => text)).toEqual([
      'second',
      'third',
    ]);
    expect(db.get(texts, 'SELECT original AS text FROM messages')?.text).toBe('first');
  });
});

describe('a device', () => {
  let one: Identity;
  let other: Identity;
  beforeAll(async () => {
    one = await createIdentity('alice@home.example');
    other = await createIdentity('bob@home.example');
  });

  async function editedLog() {
    const log = await writeLog(one, other);
    const [first, second] = [idAt(1), idAt(2)];
    const editOf = (id: typeof first, text: string) => ({ type: 'edit', target: id, text, sentAt: 0 });
    const quietly = { countsAsUnread: false };
    log.say(one, 'hello', { message: first });
    log.say(other, 'hi', { message: second });
    log.say(one, editOf(first, 'hello!'), quietly);
    log.say(other, editOf(first, 'not mine to change'), quietly);
    log.say(other, editOf(second, 'hi there'), quietly);
    log.say(one, { type: 'of tomorrow', sentAt: 0 }, quietly);
    log.say(one, editOf(first, 'hello again'), quietly);
    log.say(one, 'end');
    log.say(one, { type: 'of tomorrow', sentAt: 0 });
    log.say(one, { ...editOf(first, 'loud'), type: 'edit' });
    return log;
  }

  async function seenBy(pages: readonly (readonly [first: number, last: number])[]) {
    const log = await editedLog();
    const device = await readingDevice(other, [one, other], log);
    const taken = [];
    for (const [index, [first, last]] of pages.entries()) {
      const direction = index === 0 || first > (pages[index - 1]?.[1] ?? 0) ? 'forward' : 'backward';
      taken.push(await device.incoming.take(log.conversation, log.page(first, last), direction));
    }
    const row = z.object({ seq: z.number(), text: z.string().optional(), code: z.string().optional() });
    const rows = device.dependencies.db.all(row, 'SELECT seq, text, code FROM messages ORDER BY seq');
    return {
      notices: device.notices,
      taken,
      shown: rows.map(({ seq, text, code }) => `${seq} ${text ?? code}`),
    };
  }

  const everything = ['2 hello again', '3 hi there', '9 end', '10 unknown-content', '11 malformed'];

  test('shows the same messages whether it was online or catches up later, and misses none', async () => {
    const there = await seenBy([
      [1, 3],
      [4, 6],
      [7, 11],
    ]);
    expect([there.shown, there.notices]).toEqual([everything, []]);
    const later = await seenBy([
      [8, 11],
      [4, 7],
      [1, 3],
    ]);
    expect([later.shown, later.notices]).toEqual([everything, []]);
  });

  test('emits edited messages again, also when the edit arrives with a later fetch', async () => {
    const { taken } = await seenBy([
      [1, 3],
      [4, 4],
    ]);
    expect(taken[1]).toMatchObject({ ok: true, value: { messages: [], revised: [{ text: 'hello!' }] } });
    const gap = await seenBy([
      [1, 3],
      [8, 11],
      [4, 7],
    ]);
    const revised = gap.taken.map((one) => one.ok && one.value.revised.map(({ text }) => text));
    expect(revised).toEqual([[], ['hello again'], ['hello again', 'hi there']]);
  });

  test('keeps what was said before it, of its author only, until the message is deleted', async () => {
    const db = await temporaryDatabase();
    edit(db, 5, 'third');
    edit(db, 4, 'not Alice', { sender: bob });
    write(db, 2);
    edit(db, 3, 'second');
    edit(db, undefined, 'waits');
    const texts = (limit: number) => listTexts(db, findMessage(db, conversation, target)!, limit);
    expect(texts(9)).toEqual([
      { text: 'first', at: 2 },
      { text: 'second', at: 3 },
      { text: 'third', at: 5 },
      { text: 'waits', at: 99 },
    ]);
    expect(texts(2).map(({ text }) => text)).toEqual(['third', 'waits']);
    expect(countEdits(db, findMessage(db, conversation, target)!)).toBe(3);
    const entry = { conversation, id: idAt(9), seq: 9, at: 9, sender: alice, device: 'one', counts: false };
    applyContent(db, entry, { type: 'delete', target, sentAt: 0 });
    expect(
      texts(9)
        .map(({ text }) => text)
        .join(''),
    ).toBe('');
  });
});

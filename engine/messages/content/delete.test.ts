import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { address, conversationId, messageId } from '../../../protocol/ids.ts';
import { temporaryDatabase } from '../../../test/support/database.ts';
import { createIdentity, type Identity } from '../../../test/support/identities.ts';
import { readingDevice } from '../../../test/support/reading-device.ts';
import { writeLog } from '../../../test/support/written-log.ts';
import { findDeletion } from '../deletion-table.ts';
import { findMessage } from '../message-table.ts';
import { applyContent, loseContentsBehind } from './content.ts';
import { applyErased } from './delete.ts';

const conversation = conversationId.parse('c'.repeat(43));
const target = messageId.parse('A'.repeat(22));
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) =>
  address.parse(`${name}@home.example`),
) as [ReturnType<typeof address.parse>, ReturnType<typeof address.parse>, ReturnType<typeof address.parse>];

function idAt(seq: number) {
  return messageId.parse(Buffer.from(String(seq).padStart(16, '0')).toString('base64url'));
}

type Db = Awaited<ReturnType<typeof temporaryDatabase>>;

function entryAt(seq: number | undefined, sender: typeof alice, id = idAt(seq ?? 99), moderates = false) {
  return {
    conversation,
    id,
    seq,
    at: seq ?? 99,
    sender,
    device: `${sender} one`,
    counts: id === target,
    moderates,
  };
}

const write = (db: Db, seq = 1) =>
  applyContent(db, entryAt(seq, alice, target), { type: 'text', text: 'first', sentAt: 0 });
const edit = (db: Db, seq: number | undefined, sender = alice) =>
  applyContent(db, entryAt(seq, sender), { type: 'edit', target, text: `at ${seq}`, sentAt: 0 });
const remove = (db: Db, seq: number | undefined, sender = alice, moderates = false, edits: number[] = []) =>
  applyContent(db, entryAt(seq, sender, idAt(seq ?? 98), moderates), {
    type: 'delete',
    target,
    edits: edits.map(idAt),
    sentAt: 0,
  });

const shownRow = z.object({ seq: z.number(), id: z.string(), kind: z.string(), text: z.string().optional() });
const shown = (db: Db) => db.all(shownRow, 'SELECT seq, id, kind, text FROM messages ORDER BY seq');
const texts = (db: Db) =>
  db
    .all(z.object({ text: z.string() }), 'SELECT text FROM revisions WHERE deletes IS NULL')
    .map(({ text }) => text);

describe('5.15 a deletion', () => {
  test('leaves a placeholder and no text, whatever comes in which order, and names the first who could delete', async () => {
    const db = await temporaryDatabase();
    const step = fc.record({
      seq: fc.integer({ min: 2, max: 40 }),
      what: fc.constantFrom('edit' as const, 'delete' as const),
      by: fc.constantFrom(alice, bob, carol),
    });
    const steps = fc.uniqueArray(step, { selector: ({ seq }) => seq, minLength: 1, maxLength: 10 });
    const wasErased = fc.boolean();
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), wasErased, (all, random, isErased) => {
        for (const table of ['messages', 'revisions']) db.run(`DELETE FROM ${table}`);
        // Carol is an admin of the group, bob is not.
        const acts = all.map(({ seq, what, by }) => () => {
          if (what === 'edit') edit(db, seq, by);
          else remove(db, seq, by, by === carol);
        });
        const able = all.filter(({ what, by }) => what === 'delete' && by !== bob);
        const first = able.toSorted((a, b) => a.seq - b.seq)[0];
        const asErased = isErased && first !== undefined;
        const place = () => (asErased ? applyErased(db, entryAt(1, alice, target)) : write(db));
        const keyed = [...acts, place].map((act) => ({ act, key: random.next().value }));
        // What is erased comes last here: its place before a deletion is the business of who reads the log.
        const ordered = keyed.toSorted((a, b) => a.key - b.key).map(({ act }) => act);
        for (const act of asErased ? [...ordered.filter((one) => one !== place), place] : ordered) act();
        const message = findMessage(db, conversation, target)!;
        expect(message.kind).toBe(first ? 'deleted' : 'text');
        if (!first) return;
        expect(message).toMatchObject({ kind: 'deleted', seq: 1, counts: true, sender: alice, sentAt: 1 });
        expect([message.text, message.edited, message.editing, message.why]).toEqual(
          Array(4).fill(undefined),
        );
        expect(findDeletion(db, message)?.sender).toBe(first.by);
        const ofAlice = all.filter(({ what, by }) => what === 'edit' && by === alice);
        const kept = texts(db).filter((text) => ofAlice.some(({ seq }) => text === `at ${seq}`));
        expect(kept).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('of another’s message changes nothing unless its sender is an admin of the group', async () => {
    const db = await temporaryDatabase();
    write(db);
    expect(remove(db, 2, bob)).toEqual({ refused: 'not-its-author' });
    expect(shown(db)).toMatchObject([{ kind: 'text', text: 'first' }]);
    expect(db.all(z.object({}), 'SELECT 1 FROM revisions')).toEqual([]);
    remove(db, 3, bob, true);
    expect(shown(db)).toMatchObject([{ kind: 'deleted', text: undefined }]);
  });

  test('that waits or has failed shows so until a place in the log settles it', async () => {
    const db = await temporaryDatabase();
    write(db);
    remove(db, undefined);
    expect(findMessage(db, conversation, target)).toMatchObject({ kind: 'deleted', editing: 'sending' });
    applyContent(db, entryAt(4, alice, idAt(98)), { type: 'delete', target, sentAt: 0 });
    expect(findMessage(db, conversation, target)).toMatchObject({ kind: 'deleted', editing: undefined });
  });

  test('that the server has lost is marked, and takes the message away again when that comes once more', async () => {
    const db = await temporaryDatabase();
    write(db);
    remove(db, 8);
    const own = { sender: alice, device: 'one' };
    expect(loseContentsBehind(db, conversation, 5, own)).toMatchObject([
      { id: target, kind: 'deleted', why: { code: 'not-on-server' } },
    ]);
    expect(loseContentsBehind(db, conversation, 0, own)).toEqual([]);
    expect(shown(db)).toEqual([]);
    write(db, 3);
    expect(shown(db)).toMatchObject([{ kind: 'deleted', text: undefined }]);
  });
});

describe('a device', () => {
  let one: Identity;
  let other: Identity;
  beforeAll(async () => {
    one = await createIdentity('alice@home.example');
    other = await createIdentity('bob@home.example');
  });

  const quietly = { countsAsUnread: false };

  /** 2 hello, 3 hi, 4 an edit of hello, 5 its deletion, 6 a deletion of hi by who did not write it, 7 end. */
  async function deletedLog(erased: readonly number[]) {
    const log = await writeLog(one, other);
    const [hello, hi, edited] = [idAt(1), idAt(2), idAt(3)];
    log.say(one, 'hello', { message: hello });
    log.say(other, 'hi', { message: hi });
    log.say(one, { type: 'edit', target: hello, text: 'hello!', sentAt: 0 }, { ...quietly, message: edited });
    log.say(one, { type: 'delete', target: hello, edits: [edited], sentAt: 0 }, quietly);
    log.say(one, { type: 'delete', target: hi, sentAt: 0 }, quietly);
    log.say(other, 'end');
    for (const seq of erased) log.erase(seq);
    return { log, hello };
  }

  async function seenBy(pages: readonly (readonly [number, number])[], erased: readonly number[] = []) {
    const { log, hello } = await deletedLog(erased);
    const device = await readingDevice(other, [one, other], log);
    const taken = [];
    for (const [index, [first, last]] of pages.entries()) {
      const direction = index === 0 || first > (pages[index - 1]?.[1] ?? 0) ? 'forward' : 'backward';
      taken.push(await device.incoming.take(log.conversation, log.page(first, last), direction));
    }
    const { db } = device.dependencies;
    const row = z.object({
      seq: z.number(),
      kind: z.string(),
      text: z.string().optional(),
      code: z.string().optional(),
    });
    const rows = db.all(row, 'SELECT seq, kind, text, code FROM messages ORDER BY seq');
    return {
      taken,
      hello: findMessage(db, log.conversation, hello),
      notices: device.notices,
      shown: rows.map(({ seq, kind, text, code }) => `${seq} ${text ?? code ?? kind}`),
    };
  }

  const everything = ['2 deleted', '3 hi', '7 end'];

  test.each([
    ['was there', []],
    ['comes when the message is erased', [2]],
    ['comes when all of it is erased', [2, 4]],
  ])('that %s sees the same, in whatever pages it reads', async (_, erased) => {
    const orders: [number, number][][] = [
      [[1, 7]],
      [
        [1, 2],
        [3, 4],
        [5, 7],
      ],
      [
        [5, 7],
        [3, 4],
        [1, 2],
      ],
      [
        [4, 7],
        [1, 3],
      ],
    ];
    for (const pages of orders) {
      const seen = await seenBy(pages, erased);
      expect([seen.shown, seen.notices]).toEqual([everything, []]);
      expect(seen.hello).toMatchObject({
        kind: 'deleted',
        seq: 2,
        sender: one.address,
        counts: true,
        erased: undefined,
      });
    }
  });

  test('that has shown an erased place removes it when a deletion says which message it was', async () => {
    const { taken } = await seenBy(
      [
        [1, 2],
        [3, 4],
        [5, 7],
      ],
      [2, 4],
    );
    const [first, second, third] = taken.map((one) => (one.ok ? one.value : undefined));
    const placeholders = [...(first?.messages ?? []), ...(second?.messages ?? [])].filter(
      ({ kind }) => kind === 'unreadable',
    );
    expect(placeholders).toMatchObject([{ seq: 2 }, { seq: 4 }]);
    expect(third?.removed).toEqual(placeholders.map(({ id }) => id));
    expect(third?.revised).toMatchObject([{ kind: 'deleted', seq: 2 }]);
  });

  test('shows what is erased without a deletion as erased, its edits too', async () => {
    const { shown: seen } = await seenBy([[1, 7]], [3]);
    expect(seen).toEqual(['2 deleted', '3 erased', '7 end']);
    const log = await writeLog(one, other);
    log.say(one, 'hello', { message: idAt(1) });
    log.say(one, { type: 'edit', target: idAt(1), text: 'changed', sentAt: 0 }, quietly);
    log.erase(3);
    const device = await readingDevice(other, [one, other], log);
    await device.incoming.take(log.conversation, log.page(1), 'forward');
    expect(shown(device.dependencies.db)).toMatchObject([{ text: 'hello' }, { kind: 'unreadable' }]);
  });

  test('leaves out a deletion that is shown a second time, and one that counts as unread', async () => {
    const { log, hello } = await deletedLog([]);
    log.repeat(5);
    log.say(one, { type: 'delete', target: idAt(9), sentAt: 0 });
    const device = await readingDevice(other, [one, other], log);
    await device.incoming.take(log.conversation, log.page(1), 'forward');
    expect(device.notices).toEqual(['message-replayed']);
    expect(findMessage(device.dependencies.db, log.conversation, hello)?.kind).toBe('deleted');
    expect(shown(device.dependencies.db).at(-1)).toMatchObject({ kind: 'unreadable', seq: 9 });
  });
});

import { describe, expect, test } from 'vitest';
import { address, type ConversationId, conversationId, messageId, serverName } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { partOf, seeded, writtenText } from '../../test/support/search-corpus.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import type { ParametersOf, SearchHit } from '../api/api.ts';
import { addConversation, putSummary, raiseRead } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findRanges, normaliseText } from '../database/normalised-text.ts';
import { setBlocked, setDecision } from '../decisions/decision-table.ts';
import { addRange } from '../log/log-table.ts';
import {
  addMessage,
  deleteMessages,
  findMessage,
  type NewMessage,
  placeMessage,
  showRevision,
} from '../messages/message-table.ts';
import { findIndexedTime, MessageIndex } from './message-index.ts';
import { searchMessages } from './search.ts';
import { parseQuery } from './search-query.ts';

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) =>
  address.parse(`${name}@home.example`),
) as [NewMessage['sender'], NewMessage['sender'], NewMessage['sender']];
const [lobby, withBob, withCarol] = ['l', 'b', 'c'].map((letter) =>
  conversationId.parse(letter.repeat(43)),
) as [ConversationId, ConversationId, ConversationId];
const START = Date.UTC(2026, 0, 1, 12);

let lastId = 0;

interface Written extends Partial<NewMessage> {
  readonly text: string;
}

/** Alice's computer: the Lobby and a conversation with Bob that she has accepted, Carol's first message that she hasn't. */
async function aliceSearches() {
  const db = await temporaryDatabase();
  const clock = manualClock(START + 400 * 86_400_000);
  const account = { address: alice, serverName: serverName.parse('home.example') };
  const dependencies = { db, clock, logger: silentLogger, account } as unknown as ConversationDependencies;
  addConversation(db, lobby, 'public', []);
  addConversation(db, withBob, 'direct', [alice, bob]);
  setDecision(db, { id: withBob, joined: 0 }, true);
  let seq = 0;
  const write = (written: Written) => {
    lastId += 1;
    seq += 1;
    const id = messageId.parse(Buffer.from(String(lastId).padStart(16, '0')).toString('base64url'));
    const message: NewMessage = {
      ...{ id, conversation: lobby, seq, sender: bob, device: 'one', kind: 'text', counts: true },
      ...{ replyTo: undefined, sentAt: START + seq * 60_000, state: 'sent', why: undefined },
      ...written,
    };
    const row = addMessage(db, message);
    if (!row) throw new Error('the message was not added');
    return row;
  };
  const search = async (text: string, more: Partial<ParametersOf<'search'>> = {}) =>
    unwrap(await searchMessages(dependencies, { text, ...more }));
  const texts = async (text: string, more: Partial<ParametersOf<'search'>> = {}) =>
    (await search(text, more)).hits.map(({ message }) => message.text);
  return { db, clock, dependencies, write, search, texts };
}

/** Lets the index catch up with everything, and forget what was removed. */
function letIndexCatchUp({
  dependencies,
  clock,
}: {
  dependencies: ConversationDependencies;
  clock: ReturnType<typeof manualClock>;
}): void {
  const index = new MessageIndex(dependencies);
  clock.advance(10 * 60_000);
  index.close();
}

async function everyHit(
  search: (
    text: string,
    more: Partial<ParametersOf<'search'>>,
  ) => Promise<{ hits: readonly SearchHit[]; next?: string }>,
  text: string,
) {
  const hits: SearchHit[] = [];
  let before: string | undefined;
  do {
    const page = await search(text, { limit: 200, ...(before !== undefined && { before }) });
    hits.push(...page.hits);
    before = page.next;
  } while (before !== undefined);
  return hits;
}

describe('a search', () => {
  test('finds exactly what a reader of every message would, in every script, whenever the index was filled', async () => {
    const desk = await aliceSearches();
    const random = seeded(7);
    const messages = Array.from({ length: 2_000 }, (_, index) => ({ text: writtenText(random), index }));
    desk.db.transaction(() => {
      for (const { text, index } of messages)
        desk.write({ text, ...(index % 50 === 0 && { seq: undefined, state: 'failed' }) });
    });
    const normalised = messages.map(({ text }) => normaliseText(text));
    const queries = Array.from({ length: 50 }, () => {
      const { text } = messages[random(messages.length)] ?? { text: '' };
      const parts = Array.from({ length: 1 + random(2) }, () => partOf(text, random));
      return parts.map((part) => (random(2) === 0 ? part : `"${part.replaceAll('"', '')}"`)).join(' ');
    });
    const compare = async (some: readonly string[]) => {
      let found = 0;
      for (const query of some) {
        const { terms } = parseQuery(query);
        if (terms.length === 0) continue;
        const expected = messages.filter(({ index }) =>
          terms.every((term) => normalised[index]?.includes(term)),
        );
        const hits = await everyHit(desk.search, query);
        expect(hits.map(({ message }) => message.text).sort(), query).toEqual(
          expected.map(({ text }) => text).sort(),
        );
        found += hits.length;
      }
      expect(found).toBeGreaterThan(some.length);
    };
    await compare(queries);
    // A rebuilt index has the same as one that has followed.
    desk.db.erase();
    letIndexCatchUp(desk);
    expect(findIndexedTime(desk.db)).toBeUndefined();
    await compare(queries);
  }, 60_000);

  test('answers newest first in pages, without leaving out or repeating anything', async () => {
    const { write, search } = await aliceSearches();
    for (let number = 0; number < 45; number += 1) write({ text: `an apple ${number}` });
    // History comes later than what is newer, and what waits is the newest.
    write({ text: 'an apple of long ago', sentAt: START });
    write({ text: 'an apple that waits', seq: undefined, state: 'sending' });
    for (const text of ['apple', 'a']) {
      const pages = [];
      let before: string | undefined;
      do {
        const page = await search(text, { limit: 20, ...(before !== undefined && { before }) });
        pages.push(page.hits.map(({ message }) => message.text));
        before = page.next;
      } while (before !== undefined);
      const numbers = Array.from({ length: 45 }, (_, index) => `an apple ${44 - index}`);
      expect(pages.flat()).toEqual(['an apple that waits', ...numbers, 'an apple of long ago']);
      expect(pages[0]).toHaveLength(20);
    }
  });

  test('takes several words as all of them, quotes as a phrase, and filters', async () => {
    const { db, write, texts } = await aliceSearches();
    write({ text: 'meet at the old bridge' });
    write({ text: 'the bridge is old', sender: alice });
    write({ text: 'an old\n  bridge', conversation: withBob, sentAt: START + 10 * 86_400_000 });
    expect(await texts('old bridge')).toHaveLength(3);
    expect(await texts('"old bridge"')).toEqual(['an old\n  bridge', 'meet at the old bridge']);
    expect(await texts('“old bridge')).toHaveLength(2);
    expect(await texts('old from:me')).toEqual(['the bridge is old']);
    expect(await texts('from:BOB bridge in:bob')).toEqual(['an old\n  bridge']);
    expect(await texts('old in:lobby')).toHaveLength(2);
    expect(await texts('old from:nobody')).toEqual([]);
    expect(await texts('old', { conversation: withBob })).toHaveLength(1);
    expect(await texts('old before:2026-01-05')).toHaveLength(2);
    expect(await texts('old after:2026-01-05')).toHaveLength(1);
    expect(await texts('from:bob')).toHaveLength(2);
    raiseRead(db, lobby, 1);
    raiseRead(db, withBob, 2);
    expect(await texts('is:unread')).toEqual(['an old\n  bridge']);
    // What is no filter is a text.
    write({ text: 'before:noon and std::vector is:this' });
    for (const text of ['before:noon', 'std::vector', 'is:this']) expect(await texts(text)).toHaveLength(1);
  });

  test('shows nothing of requests, of blocked people, or of what is no text', async () => {
    const { db, write, texts, dependencies } = await aliceSearches();
    addConversation(db, withCarol, 'direct', [alice, carol]);
    db.run('UPDATE conversations SET head = 1 WHERE id = ?', withCarol);
    write({ text: 'a secret plan', conversation: withCarol, sender: carol });
    write({ text: 'a plan of Carol’s', sender: carol });
    write({ text: 'plan', kind: 'system' });
    expect(await texts('plan')).toEqual(['a plan of Carol’s']);
    expect(await searchMessages(dependencies, { text: 'plan', conversation: withCarol })).toMatchObject({
      code: 'request-pending',
    });
    setBlocked(db, carol, true);
    expect(await texts('plan')).toEqual([]);
    setBlocked(db, carol, false);
    setDecision(db, { id: withCarol, joined: 0 }, true);
    expect(await texts('plan')).toHaveLength(2);
  });

  test('follows edits, moves and removals at once', async () => {
    const { db, write, texts } = await aliceSearches();
    const row = write({ text: 'the first wording' });
    const waiting = write({ text: 'on its way', seq: undefined, state: 'sending' });
    showRevision(db, row, { text: 'the second wording', edited: START, editing: undefined, why: undefined });
    expect([await texts('first'), await texts('second')]).toEqual([[], ['the second wording']]);
    placeMessage(db, waiting, 7, START + 90_000);
    expect(await texts('way')).toEqual(['on its way']);
    expect(await texts('"on its" OR')).toEqual([]);
    const placed = findMessage(db, lobby, waiting.id);
    if (placed) placeMessage(db, placed, 6, START - 5_000);
    expect(await texts('w')).toEqual(['the second wording', 'on its way']);
    db.run(`UPDATE messages SET kind = 'system', text = NULL WHERE position = ?`, row.position);
    expect(await texts('wording')).toEqual([]);
    deleteMessages(db, lobby);
    expect(await texts('way')).toEqual([]);
  });

  test('says how far it got where it reads every message, and goes on from there', async () => {
    const { db, write, search } = await aliceSearches();
    db.transaction(() => {
      write({ text: 'ẞ first of all' });
      for (let number = 0; number < 6_000; number += 1) write({ text: 'nothing here' });
    });
    const page = await search('ss');
    expect(page).toMatchObject({ hits: [], next: expect.any(String) });
    expect(Date.parse(page.searchedTo ?? '')).toBe(START + (6_001 - 4_999) * 60_000);
    const rest = await search('ss', { before: page.next });
    expect(rest.hits).toHaveLength(1);
    expect([rest.next, rest.searchedTo]).toEqual([undefined, undefined]);
  });

  test('says since when this computer has everything', async () => {
    const { db, write, search } = await aliceSearches();
    const summary = {
      id: lobby,
      kind: 'public',
      members: [],
      first: 1,
      head: 9,
      read: 9,
      unread: 0,
      from: [],
      positions: [],
    };
    putSummary(db, summary as unknown as Parameters<typeof putSummary>[1]);
    expect(await search('x')).toHaveProperty('completeTo', new Date(START + 400 * 86_400_000).toISOString());
    write({ text: 'x', seq: 8, sentAt: START });
    write({ text: 'x', seq: 9 });
    addRange(db, lobby, { low: 8, high: 9 });
    expect(await search('x')).toHaveProperty('completeTo', new Date(START).toISOString());
    addRange(db, lobby, { low: 1, high: 7 });
    expect(await search('x')).not.toHaveProperty('completeTo');
  });

  test('takes whatever is typed, and names what it refuses', async () => {
    const { write, dependencies, search } = await aliceSearches();
    write({ text: 'NEAR(a b) * - ^ : " \' % _ \\ AND' });
    for (const text of ['', '   ', '""', '\u200b', '\u0301']) {
      expect(await searchMessages(dependencies, { text }), text).toMatchObject({
        ok: false,
        code: 'bad-request',
      });
    }
    const odd = [
      '*',
      '***',
      '"',
      '"""',
      'NEAR(',
      'a* ',
      '-a',
      '^',
      'text:',
      ':',
      "'",
      '%',
      '%%%',
      '___',
      'AND',
      '\ud800',
      '\0\0\0x',
    ];
    for (const text of [...odd, 'a '.repeat(500), '"a'.repeat(300), 'x'.repeat(1_000)]) {
      const found = await searchMessages(dependencies, { text });
      expect(found.ok ? found.value.hits.length : found.code, text).toSatisfy(
        (seen) => seen === 'bad-request' || seen <= 1,
      );
    }
    expect((await search('NEAR(a')).hits).toHaveLength(1);
    expect((await search('%%%')).hits).toHaveLength(0);
    for (const before of ['0', '9'.repeat(19)]) await search('NEAR', { before });
  });
});

describe('what is highlighted', () => {
  const marked = (text: string, query: string) =>
    findRanges(text, parseQuery(query).terms).map(({ start, end }) => text.slice(start, end));

  test('is what was found, as it is written', () => {
    expect(marked('Die STRASSE, die Straße', 'straße')).toEqual(['STRASSE', 'Straße']);
    expect(marked('Cafe\u0301 au lait', 'cafe')).toEqual(['Cafe\u0301']);
    expect(marked('مُحَمَّد', 'محمد')).toEqual(['مُحَمَّد']);
    expect(marked('ﾊﾟｿｺﾝ', 'パソコン')).toEqual(['ﾊﾟｿｺﾝ']);
    expect(marked('can can', 'can ca')).toEqual(['can', 'can']);
    expect(marked('aaaa', 'aa')).toEqual(['aaaa']);
    expect(marked('👨‍👩‍👧 ok', '👩')).toEqual(['👩']);
    expect(marked('a  \n b', '"a b"')).toEqual(['a  \n b']);
  });

  test('has every term of every message that is found', () => {
    const random = seeded(11);
    for (let round = 0; round < 2_000; round += 1) {
      const text = writtenText(random);
      for (const term of parseQuery(`"${partOf(text, random).replaceAll(/["“”„«»]/g, '')}"`).terms) {
        if (!normaliseText(text).includes(term)) continue;
        const [range] = findRanges(text, [term]);
        expect(normaliseText(text.slice(range?.start, range?.end)), `${text} / ${term}`).toContain(
          term.trim(),
        );
      }
    }
  });

  test('が is no か, and a letter no other one', () => {
    expect(normaliseText('がか')).toBe('がか');
    expect(normaliseText('हिन्दी')).toBe(normaliseText('हिन्दी'.normalize('NFD')));
    expect(normaliseText('हिन्दी')).not.toBe(normaliseText('हन्द'));
    expect(normaliseText('ΟΔΥΣΣΕΥΣ')).toBe(normaliseText('οδυσσευς'));
  });
});

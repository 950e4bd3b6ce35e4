import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchForm } from './search-text.ts';

test.each([
  ['Müller', 'mul'],
  ['Mu\u0308ller', 'mül'],
  ['Straße', 'STRASSE'],
  ['STRASSE', 'straße'],
  ['Łódź', 'łodz'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσεύς'],
  ['Ｂｏｂ', 'bob'],
  ['İstanbul', 'istanbul'],
  ['한국', '\u1112\u1161\u11ab'],
  ['شُكْرًا', 'شكرا'],
  ['Ann\u200dika', 'annika'],
  ['ﬁn', 'fin'],
])('the text %s matches the query %s', (text, query) => {
  expect(searchForm(text)).toContain(searchForm(query));
});

test('the form of a text is the same for each of its normal forms, and its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const form = searchForm(text);
      for (const normal of ['NFC', 'NFD', 'NFKC', 'NFKD'])
        expect(searchForm(text.normalize(normal))).toBe(form);
      expect(searchForm(form)).toBe(form);
    }),
    { numRuns: 2_000 },
  );
});

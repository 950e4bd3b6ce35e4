import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXCERPT_CHARACTERS, excerpt } from './excerpt.ts';

test.each(['', 'hello\nbob', 'x'.repeat(300), '👩‍👩‍👧‍👦'.repeat(5), 'שָּׁ֑לוֹם', 'เป็น', 'Việt'])(
  '%s is short enough as it is',
  (text) => {
    expect(excerpt(text)).toBe(text);
  },
);

test.each(['x', '🦊', '👩‍👩‍👧‍👦', 'é', 'e\u0301', 'ก็', '한', '🇩🇪'])(
  'a long text of %s is cut between two',
  (grapheme) => {
    const cut = excerpt(grapheme.repeat(30_000));
    expect(cut.length).toBeLessThanOrEqual(EXCERPT_CHARACTERS);
    expect(cut).toBe(`${grapheme.repeat((cut.length - 1) / grapheme.length)}…`);
  },
);

test('an excerpt limits the marks on a letter', () => {
  expect(excerpt(`a${'\u0301'.repeat(80)} b`)).toBe('a\u0301\u0301\u0301\u0301 b');
  expect(excerpt(`a${'\u0301'.repeat(65_000)}`)).toBe('a\u0301\u0301\u0301\u0301…');
});

test('an excerpt is short and never ends within a character', () => {
  const grapheme = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constant('👩\u200d'),
  );
  fc.assert(
    fc.property(fc.array(grapheme, { size: 'large' }), (pieces) => {
      const text = pieces.join('').repeat(20);
      const cut = excerpt(text);
      expect(cut.length).toBeLessThanOrEqual(EXCERPT_CHARACTERS);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut).not.toMatch(/\p{Mn}{5}/u);
    }),
  );
});

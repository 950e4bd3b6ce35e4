import { expect, test } from 'vitest';
import { type JumpEntry, matching } from './entries.ts';

const entries: readonly JumpEntry[] = ['Jo\u0308rg Mu\u0308ller', 'Zoë Straße', 'Ｂｏｂ'].map(
  (title, nth) => ({
    ...{ key: title, kind: 'person', title, alias: `user${nth}`, target: title },
  }),
);

test.each([
  ['jörg', 'Jo\u0308rg Mu\u0308ller'],
  ['MULLER', 'Jo\u0308rg Mu\u0308ller'],
  ['mu\u0308ller', 'Jo\u0308rg Mu\u0308ller'],
  ['zoe strasse', 'Zoë Straße'],
  ['bob', 'Ｂｏｂ'],
  ['ｕｓｅｒ２', 'Ｂｏｂ'],
])('%s finds %s, in whatever form each is written', (typed, title) => {
  expect(matching(entries, typed).map((entry) => entry.title)).toEqual([title]);
});

import { expect, test } from 'vitest';
import { closestTo } from './suggestion.ts';

test.each([
  ['prot', 'port'],
  ['hots', 'host'],
  ['datas', 'data'],
  ['regitsration', 'registration'],
  ['loud', undefined],
  ['x', undefined],
  ['', undefined],
])('%j was meant to be %s', (typed, meant) => {
  expect(closestTo(typed, ['host', 'port', 'data', 'registration', 'origins'])).toBe(meant);
});

import { expect, test } from 'vitest';
import { z } from 'zod';
import { createParsedColumn } from './parsed-column.ts';

test('a column is parsed once for as long as it says the same', () => {
  const read = createParsedColumn<readonly string[]>(z.array(z.string()));
  const first = read('row', '["a"]');
  expect(read('row', '["a"]')).toBe(first);
  expect(read('row', '["a","b"]')).toEqual(['a', 'b']);
  expect(read('other', '["a"]')).toEqual(['a']);
  expect(read('row', '["a"]')).toEqual(['a']);
});

test('a column that does not fit its schema is refused each time, and the rows used least recently are let go', () => {
  const read = createParsedColumn<readonly string[]>(z.array(z.string()));
  for (let times = 0; times < 2; times += 1) expect(() => read('row', '[1]')).toThrow();
  const first = read('row', '["a"]');
  for (let nth = 0; nth < 64; nth += 1) read(`row ${nth}`, '[]');
  expect(read('row', '["a"]')).not.toBe(first);
});

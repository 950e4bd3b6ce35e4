import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameOf } from './names.ts';

const name = fc.string({ minLength: 1, maxLength: 320, unit: 'grapheme' });

test('a file name is short, safe and the same nowhere else', () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(fileNameOf(one)).toMatch(/^[a-z0-9_-]{1,150}$/);
      if (one !== other) expect(fileNameOf(one)).not.toBe(fileNameOf(other));
    }),
  );
});

test('a plain name stays readable', () => {
  expect(fileNameOf('accounts')).toBe('accounts');
  expect(fileNameOf('../Etc')).toBe('_2e_2e_2f_45tc');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOfHost } from './identity.ts';

test('every computer’s name makes a server name', () => {
  expect(nameOfHost('Anna’s MacBook..Pro-.local')).toBe('anna-s-macbook.pro.local');
  expect(nameOfHost('...')).toBe('parley');
  const host = fc.string({ unit: fc.constantFrom(...'aZ9.-_ ü'), maxLength: 300 });
  fc.assert(fc.property(host, (name) => nameOfHost(name).length > 0));
});

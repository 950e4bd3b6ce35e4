import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeContent } from '../protocol/content/content.ts';
import { limits } from '../protocol/limits.ts';
import { roomFor } from './remaining-characters.ts';

function fits(text: string): boolean {
  return encodeContent({ type: 'text', text, sentAt: Date.now() }).ok;
}

test('a text fits after adding the remaining characters, or removing those over the limit', () => {
  const long = fc.tuple(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.integer({ min: 600, max: 3_000 }),
  );
  fc.assert(
    fc.property(long, ([part, times]) => {
      const text = part.repeat(times);
      const room = roomFor(text);
      if (room >= 0) expect(fits(text + 'x'.repeat(room))).toBe(true);
      else expect(fits([...text].slice(0, room).join(''))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('the remaining room is counted in characters', () => {
  const full = roomFor('');
  expect(full).toBeGreaterThan(limits.bodyBytes - 100);
  expect(roomFor('x'.repeat(full))).toBe(0);
  expect(roomFor('x'.repeat(80_000))).toBe(full - 80_000);
  expect(roomFor(`${'x'.repeat(full)}😀😀`)).toBe(-2);
});

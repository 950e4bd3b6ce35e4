import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pastes } from './pastes.ts';
import { TypedInput } from './typed-input.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('tells keys, runs of text, the end of a line and a paste apart', () => {
  const typed = new TypedInput().take(bytes('hé\u001b[Dx\u007f\r\u001b[200~one\ntwo\u001b[201~end'));
  expect(typed).toEqual([
    { kind: 'run', text: 'hé' },
    { kind: 'keys', text: '\u001b[D' },
    { kind: 'run', text: 'x' },
    { kind: 'keys', text: '\u007f' },
    { kind: 'enter' },
    { kind: 'paste', text: 'one\ntwo' },
    { kind: 'run', text: 'end' },
  ]);
});

test('a paste arrives whole, wherever its bytes are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 7 }), (text, size) => {
      fc.pre(!text.includes('\u001b'));
      const input = new TypedInput();
      const all = bytes(`\u001b[200~${text}\u001b[201~`);
      const typed = [];
      for (let at = 0; at < all.length; at += size) typed.push(...input.take(all.subarray(at, at + size)));
      expect(typed).toEqual([{ kind: 'paste', text }]);
    }),
  );
});

test('a long paste stands in the prompt as a mark, and in the message as itself', () => {
  const pastes = new Pastes((nth, lines) => `paste ${nth}: ${lines} lines`);
  const long = `line $& of many\n${'x'.repeat(65_536)}\n`;
  expect(pastes.shown('one\u0007 line\n')).toBe('one␇ line');
  expect(pastes.shown(long)).toBe('[paste 1: 3 lines]');
  expect(pastes.expanded('see [paste 1: 3 lines] there')).toBe(`see ${long} there`);
  expect(pastes.expanded('[paste 2: 3 lines]')).toBe('[paste 2: 3 lines]');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { openBox, sealBox } from './boxes.ts';
import { randomBytes } from './primitives.ts';

const LABEL = 'parley test v1';
const key = randomBytes(32);
const context = utf8('where it belongs');
const box = sealBox(key, LABEL, context, utf8('secret'));

describe('boxes', () => {
  test('opens to any plaintext that was sealed', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const property = fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.string({ maxLength: 50 }),
      bytes,
      bytes,
      (anyKey, label, anyContext, plaintext) => {
        const opened = openBox(anyKey, label, anyContext, sealBox(anyKey, label, anyContext, plaintext));
        expect(opened).toEqual(new Uint8Array(plaintext));
      },
    );
    fc.assert(property);
  });

  test('another key, label or context does not open it', () => {
    expect(openBox(key, LABEL, context, box)).toEqual(utf8('secret'));
    expect(openBox(randomBytes(32), LABEL, context, box)).toBeUndefined();
    expect(openBox(key, 'parley test v2', context, box)).toBeUndefined();
    expect(openBox(key, LABEL, utf8('elsewhere'), box)).toBeUndefined();
  });

  test('a byte moved from the label to the context makes another box', () => {
    const moved = sealBox(key, 'parley', utf8(' test'), utf8('secret'));
    expect(openBox(key, 'parley test', utf8(''), moved)).toBeUndefined();
  });

  test('every flipped byte is noticed', () => {
    for (const flipped of byteFlips(box)) expect(openBox(key, LABEL, context, flipped)).toBeUndefined();
  });

  test('every other length is noticed', () => {
    for (const other of otherLengths(box)) expect(openBox(key, LABEL, context, other)).toBeUndefined();
  });

  test('the same plaintext sealed twice shares no bytes', () => {
    const again = sealBox(key, LABEL, context, utf8('secret'));
    expect(again.slice(0, 32)).not.toEqual(box.slice(0, 32));
    expect(again.slice(64)).not.toEqual(box.slice(64));
  });
});

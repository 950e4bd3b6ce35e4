import { expect, test } from 'vitest';
import { decodeText, NotText } from './decode-text.ts';

const text = '{"name":"Bücher"}\r\n';
const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 behind a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little end first', littleEndian],
  ['UTF-16, big end first', Buffer.from(littleEndian).swap16()],
])('a file in %s is read', (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test('an empty file is an empty text', () => {
  expect(decodeText(new Uint8Array())).toBe('');
});

test('what is in another encoding is refused instead of read wrongly', () => {
  expect(() => decodeText(Buffer.from('Bücher', 'latin1'))).toThrow(NotText);
});

import { expect, test } from 'vitest';
import { decodeText, NotText } from './decode-text.ts';

const text = '{"name":"Bücher"}\r\n';
const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 behind a byte order mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16, little end first', littleEndian],
  ['UTF-16, big end first', Buffer.from(littleEndian).swap16()],
])('decodes a file in %s', (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test('decodes an empty file as an empty text', () => {
  expect(decodeText(new Uint8Array())).toBe('');
});

test('refuses another encoding instead of misreading it', () => {
  expect(() => decodeText(Buffer.from('Bücher', 'latin1'))).toThrow(NotText);
});

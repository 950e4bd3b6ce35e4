// Byte layouts are big-endian throughout.
import { z } from 'zod';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes of a bounded length, as msgpack carries them. */
export function bytes(maximum: number, minimum = 0) {
  const isFitting = (value: unknown) =>
    value instanceof Uint8Array && value.length >= minimum && value.length <= maximum;
  return z
    .custom<Uint8Array>(isFitting, { message: `expected ${minimum} to ${maximum} bytes` })
    .meta({ title: minimum === maximum ? `${maximum} bytes` : 'bytes' });
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Throws a TypeError when the bytes are not UTF-8. */
export function textOf(utf8Bytes: Uint8Array): string {
  return decoder.decode(utf8Bytes);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function uint32(value: number): Uint8Array<ArrayBuffer> {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, value);
  return four;
}

export const LENGTH_BYTES = 4;

/** A length in four bytes, then the bytes: makes a concatenation of several unambiguous. */
export function lengthPrefixed(part: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(uint32(part.length), part);
}

/** The bytes behind a length in four bytes, as a view; undefined where the whole ends before them. */
export function lengthPrefixedAt(whole: Uint8Array, offset: number): Uint8Array | undefined {
  const start = offset + LENGTH_BYTES;
  if (start > whole.length) return;
  const end = start + viewOf(whole).getUint32(offset);
  return end <= whole.length ? whole.subarray(start, end) : undefined;
}

export function viewOf(part: Uint8Array): DataView {
  return new DataView(part.buffer, part.byteOffset, part.byteLength);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map([...alphabet].map((letter, value) => [letter.charCodeAt(0), value]));

/** Unpadded base64url (RFC 4648, section 5). */
export function toBase64url(part: Uint8Array): string {
  let text = '';
  let bits = 0;
  let pending = 0;
  for (const byte of part) {
    pending = ((pending << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(pending >> (bits - 6)) & 63];
  }
  return bits > 0 ? text + alphabet[(pending << (6 - bits)) & 63] : text;
}

/** The inverse of toBase64url. Throws a RangeError on any other letter. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const part = new Uint8Array(Math.floor((text.length * 6) / 8));
  let bits = 0;
  let pending = 0;
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = values.get(text.charCodeAt(index));
    if (value === undefined) throw new RangeError('not base64url');
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      part[length++] = (pending >> bits) & 255;
    }
  }
  return part;
}

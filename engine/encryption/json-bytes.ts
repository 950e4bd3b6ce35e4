import { z } from 'zod';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';

/** Bytes of one length, as base64url wherever they stand in JSON. */
export function jsonBytes(length: number) {
  const letters = Math.ceil((length * 4) / 3);
  return z.codec(
    z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${letters}}$`)),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length),
    { decode: fromBase64url, encode: toBase64url },
  );
}

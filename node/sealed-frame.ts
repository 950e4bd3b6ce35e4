// What is inside the box of a sealed frame (protocol.md 5.2): `body length u32 | body | signature 64 | zeros`, padded so that
// a length reveals little. The signature covers header, salt, commitment and body: nobody who has the key can sign for
// the author, nor move the author's body into another box.
import { concat, LENGTH_BYTES, lengthPrefixedAt, uint32, utf8 } from '../protocol/bytes.ts';
import { type Content, decodeContent } from '../protocol/content/content.ts';
import {
  FRAME_HEADER_BYTES,
  publicFrameInput,
  SIGNATURE_BYTES,
  splitPublicFrame,
} from '../protocol/frames.ts';
import { verify } from './ed25519.ts';
import { BOX_HEAD_BYTES, openBoxWith } from './sealed-box.ts';
import { sha256 } from './sha256.ts';

export const SEALED_FRAME_LABEL = 'parley frame v1';
const SMALLEST_PLAINTEXT = 256;

/**
 * Why a frame isn't shown, by the first check it failed: `malformed` layout or another header than given,
 * `undecryptable` (not sealed under this key, or altered), `bad-padding`, `bad-signature`, and
 * `unknown-content`, which a genuine frame of a newer version may have.
 */
export type FrameFault = 'malformed' | 'undecryptable' | 'bad-padding' | 'bad-signature' | 'unknown-content';

export type OpenedFrame =
  | { readonly ok: true; readonly content: Content }
  | { readonly ok: false; readonly reason: FrameFault };

/** `key` is the frame's own, `deviceKey` the Ed25519 key of the device that the header names. */
export function openFrameWith(key: Uint8Array, frame: Uint8Array, deviceKey: Uint8Array): OpenedFrame {
  const box = frame.subarray(FRAME_HEADER_BYTES);
  const plaintext = openBoxWith(key, box);
  if (!plaintext) return frameFault('undecryptable');
  const parts = unpadded(plaintext);
  if (!parts) return frameFault('bad-padding');
  const header = frame.subarray(0, FRAME_HEADER_BYTES);
  const input = sealedFrameInput(header, box.subarray(0, BOX_HEAD_BYTES), parts.body);
  return verify(deviceKey, input, parts.signature) ? contentOf(parts.body) : frameFault('bad-signature');
}

/** The same of a public frame, which needs no key. */
export function openSignedFrame(frame: Uint8Array, deviceKey: Uint8Array): OpenedFrame {
  const parts = splitPublicFrame(frame);
  if (!parts) return frameFault('malformed');
  const input = publicFrameInput(parts.header, sha256(parts.body));
  return verify(deviceKey, input, parts.signature) ? contentOf(parts.body) : frameFault('bad-signature');
}

export function sealedFrameInput(
  header: Uint8Array,
  head: Uint8Array,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return concat(utf8(SEALED_FRAME_LABEL), header, head, sha256(body));
}

function padded(content: Uint8Array): Uint8Array<ArrayBuffer> {
  let length = SMALLEST_PLAINTEXT;
  while (length < content.length) length *= 2;
  return concat(content, new Uint8Array(length - content.length));
}

export function paddedBody(body: Uint8Array, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  return padded(concat(uint32(body.length), body, signature));
}

/** Undefined unless the padding is what `padded` makes of the content: one plaintext for one content. */
function unpadded(plaintext: Uint8Array) {
  const body = plaintext.length < SMALLEST_PLAINTEXT ? undefined : lengthPrefixedAt(plaintext, 0);
  if (!body) return;
  const bodyEnd = LENGTH_BYTES + body.length;
  const end = bodyEnd + SIGNATURE_BYTES;
  const whole = padded(plaintext.subarray(0, end));
  if (end > plaintext.length || Buffer.compare(whole, plaintext) !== 0) return;
  return { body, signature: plaintext.subarray(bodyEnd, end) };
}

function contentOf(body: Uint8Array): OpenedFrame {
  const content = decodeContent(body);
  return content ? { ok: true, content } : frameFault('unknown-content');
}

export function frameFault(reason: FrameFault): OpenedFrame {
  return { ok: false, reason };
}

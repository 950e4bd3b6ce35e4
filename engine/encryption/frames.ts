// Frames: an encoded content sealed under an epoch key, or signed in the open for public conversations. Sealed, after the
// 151-byte header: a box of `body length u32 | body | signature 64 | zeros`, padded so that a length reveals
// little. The signature covers header, salt, commitment and body: another member with the key can't sign for
// the author, nor move the author's body into another box (protocol.md 5.2 to 5.4).
import { verify } from '../../node/ed25519.ts';
import { concat, uint32, utf8, viewOf } from '../../protocol/bytes.ts';
import { type Content, decodeContent } from '../../protocol/content/content.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import {
  encodeFrameHeader,
  encodePublicFrame,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  type FrameKind,
  publicFrameInput,
  SIGNATURE_BYTES,
  splitPublicFrame,
} from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { BOX_HEAD_BYTES, openBox, sealBoxAround } from './boxes.ts';
import { equal, type RandomSource, sha256 } from './primitives.ts';
import { sign } from './signing.ts';

export const SEALED_FRAME_LABEL = 'parley frame v1';
const LENGTH_BYTES = 4;
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

/** `body` is an encoded content. Refuses `too-large` with the `limit` of the body in bytes. */
export function sealFrame(
  header: FrameHeader,
  body: Uint8Array,
  epochKey: Uint8Array,
  deviceSeed: Uint8Array,
  random?: RandomSource,
): Result<Uint8Array<ArrayBuffer>> {
  const encodedHeader = headerOf(header, 'sealed');
  if (body.length > limits.bodyBytes) return refuse('too-large', { limit: limits.bodyBytes });
  const plaintextFor = (head: Uint8Array) => {
    const signature = sign(deviceSeed, sealedFrameInput(encodedHeader, head, body));
    return padded(concat(uint32(body.length), body, signature));
  };
  const box = sealBoxAround(epochKey, SEALED_FRAME_LABEL, encodedHeader, plaintextFor, random);
  return ok(concat(encodedHeader, box));
}

/** `header` is the frame's own, as decodeFrameHeader reads it; `deviceKey` the Ed25519 key of the device it names. */
export function openFrame(
  frame: Uint8Array,
  header: FrameHeader,
  epochKey: Uint8Array,
  deviceKey: Uint8Array,
): OpenedFrame {
  const encodedHeader = headerOf(header, 'sealed');
  if (!equal(encodedHeader, frame.subarray(0, FRAME_HEADER_BYTES))) return fault('malformed');
  const box = frame.subarray(FRAME_HEADER_BYTES);
  const plaintext = openBox(epochKey, SEALED_FRAME_LABEL, encodedHeader, box);
  if (!plaintext) return fault('undecryptable');
  const parts = unpadded(plaintext);
  if (!parts) return fault('bad-padding');
  const input = sealedFrameInput(encodedHeader, box.subarray(0, BOX_HEAD_BYTES), parts.body);
  if (!verify(deviceKey, input, parts.signature)) return fault('bad-signature');
  return contentOf(parts.body);
}

/** Refuses `too-large` with the `limit` of the body in bytes, the same as for sealed frames. */
export function signPublicFrame(
  header: FrameHeader,
  body: Uint8Array,
  deviceSeed: Uint8Array,
): Result<Uint8Array> {
  const encodedHeader = headerOf(header, 'public');
  if (body.length > limits.bodyBytes) return refuse('too-large', { limit: limits.bodyBytes });
  const signature = sign(deviceSeed, publicFrameInput(encodedHeader, sha256(body)));
  return ok(encodePublicFrame(encodedHeader, body, signature));
}

/** `header` is the frame's own, `deviceKey` the Ed25519 key of the device it names. */
export function openPublicFrame(frame: Uint8Array, header: FrameHeader, deviceKey: Uint8Array): OpenedFrame {
  const parts = splitPublicFrame(frame);
  if (!parts || !equal(headerOf(header, 'public'), parts.header)) return fault('malformed');
  const input = publicFrameInput(parts.header, sha256(parts.body));
  if (!verify(deviceKey, input, parts.signature)) return fault('bad-signature');
  return contentOf(parts.body);
}

/** A frame of one kind is never made or opened as the other: that would be a bug, and throws a TypeError. */
function headerOf(header: FrameHeader, kind: FrameKind): Uint8Array<ArrayBuffer> {
  if (header.kind !== kind) throw new TypeError(`a ${header.kind} frame where a ${kind} one belongs`);
  return encodeFrameHeader(header);
}

function contentOf(body: Uint8Array): OpenedFrame {
  const content = decodeContent(body);
  return content ? { ok: true, content } : fault('unknown-content');
}

function sealedFrameInput(header: Uint8Array, head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8(SEALED_FRAME_LABEL), header, head, sha256(body));
}

function padded(content: Uint8Array): Uint8Array<ArrayBuffer> {
  let length = SMALLEST_PLAINTEXT;
  while (length < content.length) length *= 2;
  return concat(content, new Uint8Array(length - content.length));
}

/** Undefined unless the padding is what `padded` makes of the content: one plaintext for one content. */
function unpadded(plaintext: Uint8Array) {
  if (plaintext.length < SMALLEST_PLAINTEXT) return;
  const bodyEnd = LENGTH_BYTES + viewOf(plaintext).getUint32(0);
  const end = bodyEnd + SIGNATURE_BYTES;
  if (end > plaintext.length || !equal(padded(plaintext.subarray(0, end)), plaintext)) return;
  return { body: plaintext.subarray(LENGTH_BYTES, bodyEnd), signature: plaintext.subarray(bodyEnd, end) };
}

function fault(reason: FrameFault): OpenedFrame {
  return { ok: false, reason };
}

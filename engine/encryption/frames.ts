// Frames: an encoded content sealed under an epoch key, or signed in the open for public conversations. Sealed, after the
// 151-byte header: a box of `body length u32 | body | signature 64 | zeros`, padded so that a length reveals
// little. The signature covers header, salt, commitment and body: another member with the key can't sign for
// the author, nor move the author's body into another box (protocol.md 5.2 to 5.4).
import {
  frameFault,
  type OpenedFrame,
  openFrameWith,
  openSignedFrame,
  paddedBody,
  SEALED_FRAME_LABEL,
  sealedFrameInput,
} from '../../node/sealed-frame.ts';
import { concat } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import {
  encodeFrameHeader,
  encodePublicFrame,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  type FrameKind,
  publicFrameInput,
} from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { boxKeyOf, sealBoxAround } from './boxes.ts';
import { equal, type RandomSource, sha256 } from './primitives.ts';
import { sign } from './signing.ts';

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
    return paddedBody(body, signature);
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
  if (!equal(headerOf(header, 'sealed'), frame.subarray(0, FRAME_HEADER_BYTES)))
    return frameFault('malformed');
  const key = frameKeyOf(frame, epochKey);
  return key ? openFrameWith(key, frame, deviceKey) : frameFault('undecryptable');
}

/** What opens this sealed frame and no other; undefined where it isn't sealed under the epoch key. */
export function frameKeyOf(frame: Uint8Array, epochKey: Uint8Array): Uint8Array | undefined {
  const header = frame.subarray(0, FRAME_HEADER_BYTES);
  return boxKeyOf(epochKey, SEALED_FRAME_LABEL, header, frame.subarray(FRAME_HEADER_BYTES));
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
  const isSame = equal(headerOf(header, 'public'), frame.subarray(0, FRAME_HEADER_BYTES));
  return isSame ? openSignedFrame(frame, deviceKey) : frameFault('malformed');
}

/** A frame of one kind is never made or opened as the other: that would be a bug, and throws a TypeError. */
function headerOf(header: FrameHeader, kind: FrameKind): Uint8Array<ArrayBuffer> {
  if (header.kind !== kind) throw new TypeError(`a ${header.kind} frame where a ${kind} one belongs`);
  return encodeFrameHeader(header);
}

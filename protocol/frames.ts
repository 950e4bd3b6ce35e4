// The layout of a frame, the unit of content. What is inside a sealed frame is the engine's business
// (engine/encryption/frames.ts); the server reads the header and the body of public frames only.
import { bytes, concat, fromBase64url, textOf, toBase64url, utf8, viewOf } from './bytes.ts';
import {
  type ConversationId,
  conversationId,
  type DeviceId,
  type Digest,
  deviceId,
  digest,
  type MessageId,
  messageId,
} from './ids.ts';
import { limits } from './limits.ts';

export const frameBytes = bytes(limits.frameBytes, 1).meta({ title: 'frame' });

export const frameKinds = { sealed: 1, public: 2 } as const;
export type FrameKind = keyof typeof frameKinds;

export interface FrameHeader {
  readonly kind: FrameKind;
  readonly conversation: ConversationId;
  /** 0 in public conversations, which have no key. */
  readonly epoch: number;
  /** The hash of the change that set the epoch; zeros where the epoch is 0. */
  readonly epochId: Digest;
  readonly device: DeviceId;
  /** Counts this device's frames in this conversation, from 1, without gaps. */
  readonly counter: number;
  readonly message: MessageId;
  /** The highest position the sender had seen, and the running log hash there. */
  readonly seenSeq: number;
  readonly seenHash: Digest;
  readonly countsAsUnread: boolean;
  /** Seconds from the server's time of the record until the content expires for everyone; 0 for never. */
  readonly lifetime: number;
}

const VERSION = 1;
export const FRAME_HEADER_BYTES = 151;
const COUNTS_AT = 146;
const LIFETIME_AT = 147;
export const SIGNATURE_BYTES = 64;
export const PUBLIC_FRAME_LABEL = 'parley public frame v1';
export const noDigest = digest.parse(toBase64url(new Uint8Array(32)));

/** The 151 bytes of a header (protocol.md 5.1). */
export function encodeFrameHeader(header: FrameHeader): Uint8Array<ArrayBuffer> {
  const encoded = new Uint8Array(FRAME_HEADER_BYTES);
  const view = viewOf(encoded);
  encoded[0] = VERSION;
  encoded[1] = frameKinds[header.kind];
  encoded.set(fromBase64url(header.conversation), 2);
  view.setUint32(34, header.epoch);
  encoded.set(fromBase64url(header.epochId), 38);
  encoded.set(fromBase64url(header.device), 70);
  view.setBigUint64(86, BigInt(header.counter));
  encoded.set(fromBase64url(header.message), 94);
  view.setUint32(110, header.seenSeq);
  encoded.set(fromBase64url(header.seenHash), 114);
  encoded[COUNTS_AT] = header.countsAsUnread ? 1 : 0;
  view.setUint32(LIFETIME_AT, header.lifetime);
  return encoded;
}

/** Parses the header of a whole frame; undefined when it is not one of this version. */
export function decodeFrameHeader(frame: Uint8Array): FrameHeader | undefined {
  if (frame.length < FRAME_HEADER_BYTES || frame.length > limits.frameBytes || frame[0] !== VERSION) return;
  const kind =
    frame[1] === frameKinds.sealed ? 'sealed' : frame[1] === frameKinds.public ? 'public' : undefined;
  const view = viewOf(frame);
  const counter = view.getBigUint64(86);
  const flags = frame[COUNTS_AT];
  if (kind === undefined || (flags !== 0 && flags !== 1)) return;
  if (counter < 1n || counter > BigInt(Number.MAX_SAFE_INTEGER)) return;
  return {
    kind,
    conversation: conversationId.parse(toBase64url(frame.subarray(2, 34))),
    epoch: view.getUint32(34),
    epochId: digest.parse(toBase64url(frame.subarray(38, 70))),
    device: deviceId.parse(toBase64url(frame.subarray(70, 86))),
    counter: Number(counter),
    message: messageId.parse(toBase64url(frame.subarray(94, 110))),
    seenSeq: view.getUint32(110),
    seenHash: digest.parse(toBase64url(frame.subarray(114, 146))),
    countsAsUnread: flags === 1,
    lifetime: view.getUint32(LIFETIME_AT),
  };
}

/** When a frame's content expires, milliseconds since 1970; undefined when it never does. `at` is its record's time. */
export function expiryOf({ lifetime }: FrameHeader, at: number): number | undefined {
  return lifetime === 0 ? undefined : at + lifetime * 1_000;
}

/** True if a frame counts as unread, without parsing the rest of a header that has been parsed before. */
export function countsAsUnread(frame: Uint8Array): boolean {
  return frame[COUNTS_AT] === 1;
}

/** A public frame: header, body as UTF-8 JSON, Ed25519 signature (protocol.md 5.4). */
export function encodePublicFrame(header: Uint8Array, body: Uint8Array, signature: Uint8Array): Uint8Array {
  return concat(header, body, signature);
}

/** The parts of a public frame, not yet verified; undefined when it is too short for them. */
export function splitPublicFrame(frame: Uint8Array) {
  const end = frame.length - SIGNATURE_BYTES;
  if (end < FRAME_HEADER_BYTES) return;
  return {
    header: frame.subarray(0, FRAME_HEADER_BYTES),
    body: frame.subarray(FRAME_HEADER_BYTES, end),
    signature: frame.subarray(end),
  };
}

/** The bytes that a public frame's signature covers; `bodyHash` is the SHA-256 of the body. */
export function publicFrameInput(header: Uint8Array, bodyHash: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8(PUBLIC_FRAME_LABEL), header, bodyHash);
}

/** Parses the JSON of untrusted bytes; undefined when they are no JSON. */
export function jsonOf(encoded: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(encoded));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return;
    throw error;
  }
}

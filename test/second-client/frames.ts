// Clauses 5.1, 5.2 and 5.4: a frame's header, and its two forms.
import { randomBytes } from 'node:crypto';
import {
  box,
  boxKeys,
  ed25519Sign,
  ed25519Verify,
  join,
  len,
  openBox,
  sha256,
  u32,
} from '../vectors/reference.ts';
import { toBytes, toText } from './base64url.ts';
import { FRAME_HEADER_BYTES } from './log.ts';

const SEALED = 'parley frame v1';
const PUBLIC = 'parley public frame v1';
const PADDED = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768];

export interface Header {
  readonly kind: 'sealed' | 'public';
  readonly conversation: string;
  readonly epoch: number;
  readonly epochId: string;
  readonly device: string;
  readonly counter: number;
  readonly message: string;
  readonly seenSeq: number;
  readonly seenHash: string;
  readonly countsAsUnread: boolean;
  readonly lifetime: number;
}

function encodeHeader(header: Header): Buffer {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(header.counter));
  return join(
    ...[Uint8Array.of(1, header.kind === 'sealed' ? 1 : 2), toBytes(header.conversation)],
    ...[u32(header.epoch), toBytes(header.epochId), toBytes(header.device), counter],
    ...[toBytes(header.message), u32(header.seenSeq), toBytes(header.seenHash)],
    ...[Uint8Array.of(header.countsAsUnread ? 1 : 0), u32(header.lifetime)],
  );
}

/** Undefined where the layout is another. */
export function readHeader(frame: Buffer): Header | undefined {
  if (frame.length < FRAME_HEADER_BYTES) return undefined;
  const [kind, countsAsUnread] = [frame.readUInt8(1), frame.readUInt8(146)];
  const counter = Number(frame.readBigUInt64BE(86));
  if (frame.readUInt8(0) !== 1 || (kind !== 1 && kind !== 2) || countsAsUnread > 1) return undefined;
  if (counter < 1 || !Number.isSafeInteger(counter)) return undefined;
  return {
    kind: kind === 1 ? 'sealed' : 'public',
    conversation: toText(frame.subarray(2, 34)),
    epoch: frame.readUInt32BE(34),
    epochId: toText(frame.subarray(38, 70)),
    device: toText(frame.subarray(70, 86)),
    counter,
    message: toText(frame.subarray(94, 110)),
    seenSeq: frame.readUInt32BE(110),
    seenHash: toText(frame.subarray(114, 146)),
    countsAsUnread: countsAsUnread === 1,
    lifetime: frame.readUInt32BE(147),
  };
}

export function sealFrame(header: Header, body: Buffer, key: Uint8Array, deviceSeed: Uint8Array): Buffer {
  const head = encodeHeader(header);
  const salt = randomBytes(32);
  const keys = boxKeys(key, SEALED, head, salt);
  const input = join(SEALED, head, salt, keys.commitment, sha256(body));
  const content = join(len(body), ed25519Sign(deviceSeed, input));
  return join(head, box(keys, salt, join(content, Buffer.alloc(paddedTo(content.length) - content.length))));
}

function paddedTo(length: number): number {
  const fits = PADDED.find((padded) => padded >= length);
  if (fits === undefined) throw new Error('the body is too large for a frame');
  return fits;
}

export type Opened = { readonly body: Buffer } | { readonly reason: string };

/** In the order of 5.3: commitment and decryption, padding, signature. */
export function openFrame(frame: Buffer, key: Uint8Array, deviceKey: Uint8Array): Opened {
  const head = frame.subarray(0, FRAME_HEADER_BYTES);
  const sealed = frame.subarray(FRAME_HEADER_BYTES);
  const plaintext = PADDED.includes(sealed.length - 80) && openBox(key, SEALED, head, sealed);
  if (!plaintext) return { reason: 'undecryptable' };
  const end = 4 + plaintext.readUInt32BE(0);
  if (end + 64 > plaintext.length || paddedTo(end + 64) !== plaintext.length)
    return { reason: 'bad-padding' };
  if (plaintext.subarray(end + 64).some((byte) => byte !== 0)) return { reason: 'bad-padding' };
  const body = plaintext.subarray(4, end);
  const input = join(SEALED, head, sealed.subarray(0, 64), sha256(body));
  return signedBy(deviceKey, input, plaintext.subarray(end, end + 64), body);
}

export function signPublicFrame(header: Header, body: Buffer, deviceSeed: Uint8Array): Buffer {
  const head = encodeHeader(header);
  return join(head, body, ed25519Sign(deviceSeed, join(PUBLIC, head, sha256(body))));
}

export function openPublicFrame(frame: Buffer, deviceKey: Uint8Array): Opened {
  const head = frame.subarray(0, FRAME_HEADER_BYTES);
  const body = frame.subarray(FRAME_HEADER_BYTES, -64);
  return signedBy(deviceKey, join(PUBLIC, head, sha256(body)), frame.subarray(-64), body);
}

function signedBy(deviceKey: Uint8Array, input: Buffer, signature: Buffer, body: Buffer): Opened {
  return ed25519Verify(deviceKey, input, signature) ? { body } : { reason: 'bad-signature' };
}

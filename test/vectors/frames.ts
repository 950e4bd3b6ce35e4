import { noDigest } from '../../protocol/frames.ts';
import { toHex } from '../support/hex.ts';
import { box, boxKeys, ed25519PublicKey, ed25519Sign, join, len, sha256, u32 } from './reference.ts';
import { seeded } from './seeded.ts';

interface Case {
  readonly name: string;
  readonly kind?: 'sealed' | 'public';
  readonly text: string;
  readonly replyTo?: boolean;
  readonly silent?: true;
  readonly mentions?: readonly string[];
  readonly forwarded?: true;
  readonly header?: { readonly epoch?: number; readonly counter?: number; readonly seenSeq?: number };
  readonly countsAsUnread?: boolean;
  readonly lifetime?: number;
}

/** A text whose body (48 bytes besides the text), with length and signature (68), has so many bytes. */
const fillingText = (plaintext: number) => 'x'.repeat(plaintext - 68 - 48);

const cases: readonly Case[] = [
  { name: 'one letter', text: 'a' },
  { name: 'a sentence', text: 'Shall we meet at the bridge at seven?' },
  { name: 'the first frame of a conversation', text: 'Hello!', header: { epoch: 1, counter: 1, seenSeq: 1 } },
  { name: 'a reply', text: 'Yes.', replyTo: true },
  { name: 'sent silently', text: 'No hurry.', silent: true },
  {
    name: 'a text that mentions two people',
    text: '@bob and @zoe@lab.example?',
    mentions: ['bob@parley.example', 'zoe@lab.example'],
  },
  { name: 'a forwarded text', text: 'The key is *under* the mat.', forwarded: true },
  { name: 'a frame that does not count as unread', text: 'quiet', countsAsUnread: false },
  { name: 'a frame that expires after a day', text: 'until tomorrow', lifetime: 86_400 },
  { name: 'German', text: 'Größe, Maß, Übergröße' },
  { name: 'Arabic', text: 'مرحبا بالعالم' },
  { name: 'Japanese', text: 'こんにちは世界' },
  { name: 'emoji', text: '👩‍🚀🚀🌍' },
  { name: 'a lone surrogate, escaped by JSON', text: '\ud800' },
  { name: 'quotes, backslashes and control characters', text: '"\\\u0001\u0007\n\t' },
  { name: 'lines', text: 'one\ntwo\r\nthree' },
  { name: 'a body that fills 256 bytes', text: fillingText(256) },
  { name: 'a body of one byte less than fills 256 bytes', text: fillingText(255) },
  { name: 'a body of one byte more than fills 256 bytes', text: fillingText(257) },
  { name: 'a body that fills 512 bytes', text: fillingText(512) },
  { name: 'a body that needs 1 KiB', text: 'y'.repeat(700) },
  { name: 'a body that needs 2 KiB', text: 'z'.repeat(1_500) },
  {
    name: 'the largest epoch and position',
    text: 'late',
    header: { epoch: 2 ** 32 - 1, seenSeq: 2 ** 32 - 1 },
  },
  { name: 'the largest counter', text: 'later', header: { counter: Number.MAX_SAFE_INTEGER } },
  { name: 'public: one letter', kind: 'public', text: 'a' },
  { name: 'public: a sentence', kind: 'public', text: 'Good morning, everyone.' },
  { name: 'public: a reply', kind: 'public', text: 'Good morning!', replyTo: true },
  { name: 'public: emoji', kind: 'public', text: '🌅' },
  { name: 'public: the longest lifetime', kind: 'public', text: 'for long', lifetime: 2 ** 32 - 1 },
];

export function frameVectors() {
  return cases.map(vectorOf);
}

function vectorOf(one: Case) {
  const random = seeded(`frame ${one.name}`);
  const { header, bytes } = headerOf(one, random);
  const deviceSeed = random(32);
  const replyTo = one.replyTo ? { replyTo: Buffer.from(random(16)).toString('base64url') } : {};
  const { text, mentions, forwarded, silent } = one;
  const said = {
    type: 'text',
    text,
    ...replyTo,
    ...(mentions && { mentions }),
    ...(forwarded && { forwarded }),
    ...(silent && { silent }),
  };
  const body = JSON.stringify({ ...said, sentAt: 1_767_225_600_000 });
  const values =
    header.kind === 'sealed' ? sealed(bytes, body, deviceSeed, random) : open(bytes, body, deviceSeed);
  return {
    name: one.name,
    header,
    headerBytes: toHex(bytes),
    body,
    bodyHash: toHex(sha256(body)),
    deviceSeed: toHex(deviceSeed),
    devicePublicKey: toHex(ed25519PublicKey(deviceSeed)),
    ...values,
  };
}

function headerOf(
  { kind = 'sealed', header: given = {}, countsAsUnread = true, lifetime = 0 }: Case,
  random: (length: number) => Uint8Array,
) {
  const ids = {
    conversation: random(32),
    epochId: random(32),
    device: random(16),
    message: random(16),
    seenHash: random(32),
  };
  const numbers = { epoch: 7, counter: 42, seenSeq: 1_234, ...given };
  const epoch = kind === 'public' ? 0 : numbers.epoch;
  const epochId = kind === 'public' ? Buffer.alloc(32) : ids.epochId;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(numbers.counter));
  const bytes = join(
    Uint8Array.of(1, kind === 'sealed' ? 1 : 2),
    ids.conversation,
    u32(epoch),
    epochId,
    ids.device,
    counter,
    ids.message,
    u32(numbers.seenSeq),
    ids.seenHash,
    Uint8Array.of(countsAsUnread ? 1 : 0),
    u32(lifetime),
  );
  const text = (part: Uint8Array) => Buffer.from(part).toString('base64url');
  const header = {
    kind,
    conversation: text(ids.conversation),
    epoch,
    epochId: kind === 'public' ? noDigest : text(ids.epochId),
    device: text(ids.device),
    counter: numbers.counter,
    message: text(ids.message),
    seenSeq: numbers.seenSeq,
    seenHash: text(ids.seenHash),
    countsAsUnread,
    lifetime,
  };
  return { header, bytes };
}

const LABEL = 'parley frame v1';

function sealed(
  header: Buffer,
  body: string,
  deviceSeed: Uint8Array,
  random: (length: number) => Uint8Array,
) {
  const epochKey = random(32);
  const salt = random(32);
  const keys = boxKeys(epochKey, LABEL, header, salt);
  const signatureInput = join(LABEL, header, salt, keys.commitment, sha256(body));
  const signature = ed25519Sign(deviceSeed, signatureInput);
  const content = join(len(body), signature);
  const padding = Math.max(256, 2 ** Math.ceil(Math.log2(content.length))) - content.length;
  const plaintext = join(content, Buffer.alloc(padding));
  return {
    signatureInput: toHex(signatureInput),
    signature: toHex(signature),
    sealing: {
      epochKey: toHex(epochKey),
      salt: toHex(salt),
      info: toHex(keys.info),
      key: toHex(keys.key),
      nonce: toHex(keys.nonce),
      commitment: toHex(keys.commitment),
      plaintext: toHex(plaintext),
    },
    frame: toHex(join(header, box(keys, salt, plaintext))),
  };
}

function open(header: Buffer, body: string, deviceSeed: Uint8Array) {
  const signatureInput = join('parley public frame v1', header, sha256(body));
  const signature = ed25519Sign(deviceSeed, signatureInput);
  return {
    signatureInput: toHex(signatureInput),
    signature: toHex(signature),
    sealing: undefined,
    frame: toHex(join(header, body, signature)),
  };
}

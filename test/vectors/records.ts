import { fromHex, toHex } from '../support/hex.ts';
import { frameVectors } from './frames.ts';
import { join, len, sha256, u32 } from './reference.ts';
import { seeded } from './seeded.ts';

const HEADER_BYTES = 151;
const SIGNED_BYTES = 400;

/** One log, each record following the one before. */
export function recordVectors() {
  const frames = frameVectors();
  const frame = (name: string) => fromHex(frames.find((one) => one.name === name)?.frame ?? '');
  const alice = 'alice@parley.example';
  const log = [
    { name: 'a change', kind: 1, sender: alice, body: changeBody(alice) },
    { name: 'a sealed frame', kind: 2, sender: alice, body: frame('a sentence') },
    {
      name: 'a frame that expires, of the longest address',
      kind: 2,
      sender: `${'a'.repeat(32)}@${Array(127).fill('b').join('.')}`,
      body: frame('a frame that expires after a day'),
    },
    { name: 'a public frame', kind: 2, sender: 'bob@parley.example', body: frame('public: a sentence') },
  ];
  let hash: Buffer = Buffer.alloc(32);
  return log.map((record, index) => {
    const seq = index + 1;
    const at = 1_767_225_600_000 + seq;
    const vector = vectorOf({ ...record, seq, at }, hash);
    hash = Buffer.from(vector.hash, 'hex');
    return vector;
  });
}

/** The signed change, and one member's sealed key. */
function changeBody(member: string): Buffer {
  return join(len(seeded('record change')(SIGNED_BYTES)), len(member), seeded('record key')(1_168));
}

interface Case {
  readonly name: string;
  readonly kind: number;
  readonly seq: number;
  readonly at: number;
  readonly sender: string;
  readonly body: Uint8Array;
}

function vectorOf({ name, kind, seq, at, sender, body }: Case, before: Buffer) {
  const instant = Buffer.alloc(8);
  instant.writeBigUInt64BE(BigInt(at));
  const head = (shown: number) =>
    join(Uint8Array.of(shown), u32(seq), instant, u32(sender.length).subarray(2), sender);
  const kept = kind === 2 ? body.subarray(0, HEADER_BYTES) : new Uint8Array();
  const covered = kind === 1 ? body.subarray(0, 4 + SIGNED_BYTES) : body;
  const digest = sha256(covered.subarray(kept.length));
  const hashInput = join('parley log v1', before, head(kind), kept, digest);
  return {
    ...{ name, kind, seq, at, sender, body: toHex(body), record: toHex(join(head(kind), body)) },
    ...{ contentDigest: toHex(digest), hashBefore: toHex(before), hashInput: toHex(hashInput) },
    hash: toHex(sha256(hashInput)),
    /** How many bytes at the end are sealed keys, which the hash doesn't cover. */
    keysBytes: body.length - covered.length,
    /** The record once its content is erased. */
    erased: kind === 2 ? toHex(join(head(3), kept, digest)) : undefined,
  };
}

// A direct conversation's log as an honest server keeps it, written record by record with real keys. What a
// hostile server would make of it is up to the test.

import { createChange } from '../../engine/encryption/epoch-changes.ts';
import { sealFrame } from '../../engine/encryption/frames.ts';
import { randomBytes } from '../../engine/encryption/primitives.ts';
import type { ReceivedPage } from '../../engine/sync/incoming.ts';
import { directConversationId } from '../../node/conversation-ids.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { sha256 } from '../../node/sha256.ts';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { FrameHeader } from '../../protocol/frames.ts';
import { type ConversationId, digest, messageId, splitAddress } from '../../protocol/ids.ts';
import { decodeRecord, encodeRecord, eraseRecord, type RecordKind } from '../../protocol/records.ts';
import { type Identity, verifiedManifestOf } from './identities.ts';

export interface WrittenLog {
  readonly conversation: ConversationId;
  /** The encoded records; position 1 is the first. */
  readonly records: Uint8Array[];
  /** The running hash before a position. */
  hashBefore(seq: number): Uint8Array;
  /** The records from a position on, as a server sends them. */
  page(first: number, last?: number): ReceivedPage;
  /** Appends what stands at a position once more. */
  repeat(seq: number): void;
  /** Erases the content of a frame, as a server does for a deletion or an expiry. */
  erase(seq: number): void;
  /** Appends a text, or another content; `header` replaces what an honest client would have written there. */
  say(author: Identity, said: string | object, header?: Partial<FrameHeader>): void;
}

export async function writeLog(author: Identity, other: Identity): Promise<WrittenLog> {
  const conversation = directConversationId(author.address, other.address);
  const change = await createChange({
    conversation,
    kind: 'direct',
    hub: splitAddress(author.address).server,
    epoch: 1,
    author: author.address,
    device: author.device.id,
    deviceSeed: author.device.seed,
    members: [author, other].map((one) => ({ role: 'member', manifest: verifiedManifestOf(one) })),
    at: new Date(0),
  });
  const records: Uint8Array[] = [];
  const hashes: Uint8Array[] = [new Uint8Array(32)];
  const counters = new Map<Identity, number>();
  const hashBefore = (seq: number) => hashes[seq - 1] ?? new Uint8Array(32);

  function append(kind: RecordKind, by: Identity, body: Uint8Array): void {
    const seq = records.length + 1;
    const record = encodeRecord({ kind, seq, at: 1_000 + seq, sender: by.address, body });
    hashes.push(nextLogHash(hashBefore(seq), record));
    records.push(record);
  }

  append('change', author, change.bytes);
  return {
    conversation,
    records,
    hashBefore,
    page: (first, last) => ({
      first,
      records: records.slice(first - 1, last),
      hashBefore: hashBefore(first),
    }),
    repeat(seq) {
      const record = decodeRecord(records[seq - 1] ?? new Uint8Array());
      const by = [author, other].find((one) => one.address === record?.sender);
      if (record && by) append(record.kind, by, record.body);
    },
    erase(seq) {
      const erased = eraseRecord(records[seq - 1] ?? new Uint8Array(), sha256);
      if (!erased) throw new Error('there is nothing to erase');
      records[seq - 1] = erased;
    },
    say(by, said, header = {}) {
      const content = typeof said === 'string' ? { type: 'text', text: said, sentAt: 1_000 } : said;
      const counter = (counters.get(by) ?? 0) + 1;
      const full: FrameHeader = {
        kind: 'sealed',
        conversation,
        epoch: 1,
        epochId: change.epochId,
        device: by.device.id,
        counter,
        message: messageId.parse(toBase64url(randomBytes(16))),
        seenSeq: records.length,
        seenHash: digest.parse(toBase64url(hashBefore(records.length + 1))),
        countsAsUnread: true,
        lifetime: 0,
        ...header,
      };
      counters.set(by, full.counter);
      const body = utf8(JSON.stringify(content));
      const frame = sealFrame(full, body, change.epochKey, by.device.seed);
      if (!frame.ok) throw new Error(frame.code);
      append('frame', by, frame.value);
    },
  };
}

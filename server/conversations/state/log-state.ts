// A conversation's state is a fold over its log and holds nothing that its records don't say: a snapshot
// plus the records behind it gives the same state again.

import { nextLogHash } from '../../../node/log-hash.ts';
import { sha256 } from '../../../node/sha256.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { type Change, change as changeSchema } from '../../../protocol/epoch-change.ts';
import { decodeFrameHeader, type FrameHeader, jsonOf, noDigest } from '../../../protocol/frames.ts';
import { type Address, type DeviceId, type Digest, digest } from '../../../protocol/ids.ts';
import { decodeRecord, encodeRecord } from '../../../protocol/records.ts';
import { splitSigned } from '../../../protocol/signed-documents.ts';

/** So many records lie between two snapshots, and between two entries of the index of positions. */
export const BLOCK_RECORDS = 256;

/** A device sends at most sixteen frames at once; one that comes again lies among so many of its latest. */
const LATEST_FRAMES = 32;

export type ConversationKind = 'public' | Change['kind'];

/** A device of an account, as it occurs in a log. */
export type SpeakerName = `${DeviceId}@${Address}`;

export interface Speaker {
  readonly device: DeviceId;
  readonly address: Address;
  /** The device's last counter, and where that frame and those before it lie, the oldest first. */
  readonly counter: number;
  readonly latest: readonly number[];
  /** How many of its frames count as unread. */
  readonly counting: number;
}

export interface LogState {
  /** As the first change says; only the Lobby is public, and undefined is one that does not exist. */
  kind: ConversationKind | undefined;
  /** Empty for public conversations, and for one that does not exist. */
  members: readonly Address[];
  epoch: number;
  epochId: Digest;
  /** Where the change that set epoch n lies, at n - 1. */
  changes: readonly number[];
  head: number;
  /** The running hash at the head. */
  hash: Uint8Array;
  /** How many frames count as unread, in all and by whom they are. */
  counting: number;
  readonly countingBy: Map<Address, number>;
  /** The same of the records since the last whole block; of the block itself where the head is its end. */
  countingInBlock: Map<Address, number>;
  readonly speakers: Map<SpeakerName, Speaker>;
}

export type Said =
  | { readonly kind: 'frame'; readonly header: FrameHeader }
  | { readonly kind: 'change'; readonly change: Change; readonly epochId: Digest };

/** One record together with what it says. */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly sender: Address;
  readonly record: Uint8Array;
  /** The running hash behind it. */
  readonly hash: Uint8Array;
  readonly said: Said;
}

export function emptyState(kind?: ConversationKind): LogState {
  return {
    kind,
    members: [],
    epoch: 0,
    epochId: noDigest,
    changes: [],
    head: 0,
    hash: new Uint8Array(32),
    counting: 0,
    countingBy: new Map(),
    countingInBlock: new Map(),
    speakers: new Map(),
  };
}

export function copyState(state: LogState): LogState {
  return {
    ...state,
    countingBy: new Map(state.countingBy),
    countingInBlock: new Map(state.countingInBlock),
    speakers: new Map(state.speakers),
  };
}

/** The next entry of a log. Its time is the clock's, wrong or right: only its position is an order. */
export function nextEntry(state: LogState, sender: Address, said: Said, body: Uint8Array): Entry {
  const seq = state.head + 1;
  const at = Date.now();
  const record = encodeRecord({ kind: said.kind, seq, at, sender, body });
  return { seq, at, sender, record, hash: nextLogHash(state.hash, record), said };
}

/** Reads a record back from the log. Throws when it does not fit behind the state. */
export function entryFrom(state: LogState, record: Uint8Array): Entry {
  const decoded = decodeRecord(record);
  if (decoded?.seq !== state.head + 1) throw new Error(`the log has no record ${state.head + 1}`);
  const { seq, at, sender, body } = decoded;
  const said = decoded.kind === 'change' ? changeSaid(body) : frameSaid(body);
  return { seq, at, sender, record, hash: nextLogHash(state.hash, record), said };
}

export function advance(state: LogState, entry: Entry): void {
  if (state.head % BLOCK_RECORDS === 0) state.countingInBlock = new Map();
  state.head = entry.seq;
  state.hash = entry.hash;
  if (entry.said.kind === 'frame') advanceFrame(state, entry.seq, entry.sender, entry.said.header);
  else advanceChange(state, entry.seq, entry.said.change, entry.said.epochId);
}

export function speakerName(device: DeviceId, address: Address): SpeakerName {
  return `${device}@${address}`;
}

/** Where a device's frame with this counter lies; unknown when it is too long ago or still to come. */
export function positionOf({ counter, latest }: Speaker, wanted: number): number | undefined {
  return wanted > counter ? undefined : latest.at(wanted - counter - 1);
}

/** What names a change: the hash of the whole signed document. */
export function epochIdOf(signedChange: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(signedChange)));
}

function frameSaid(body: Uint8Array): Said {
  const header = decodeFrameHeader(body);
  if (!header) throw new Error('a stored frame has no header');
  return { kind: 'frame', header };
}

function changeSaid(body: Uint8Array): Said {
  const change = changeSchema.parse(jsonOf(splitSigned(body)?.body ?? new Uint8Array()));
  return { kind: 'change', change, epochId: epochIdOf(body) };
}

function advanceFrame(state: LogState, seq: number, address: Address, header: FrameHeader): void {
  const { device, counter } = header;
  const name = speakerName(device, address);
  const before = state.speakers.get(name);
  const latest = [...(before?.latest ?? []).slice(1 - LATEST_FRAMES), seq];
  const counting = (before?.counting ?? 0) + (header.counts ? 1 : 0);
  state.speakers.set(name, { device, address, counter, latest, counting });
  if (!header.counts) return;
  state.counting += 1;
  countOne(state.countingBy, address);
  countOne(state.countingInBlock, address);
}

function countOne(by: Map<Address, number>, address: Address): void {
  by.set(address, (by.get(address) ?? 0) + 1);
}

function advanceChange(state: LogState, seq: number, change: Change, epochId: Digest): void {
  state.kind ??= change.kind;
  state.members = change.members.map((member) => member.address);
  state.epoch = change.epoch;
  state.epochId = epochId;
  state.changes = [...state.changes, seq];
}

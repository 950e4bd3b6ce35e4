// A conversation's state is a fold over its log and contains nothing but what its records say: a snapshot
// plus the records behind it gives the same state again.

import { nextLogHash } from '../../../node/log-hash.ts';
import { sha256 } from '../../../node/sha256.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import type { ConversationKind } from '../../../protocol/conversations.ts';
import {
  type Change,
  change as changeSchema,
  type GroupSettings,
  splitChange,
} from '../../../protocol/epoch-change.ts';
import { decodeFrameHeader, type FrameHeader, jsonOf, noDigest } from '../../../protocol/frames.ts';
import { type Address, type DeviceId, type Digest, digest } from '../../../protocol/ids.ts';
import { applyChange, type Member, type MembershipState } from '../../../protocol/membership-rules.ts';
import { decodeRecord, encodeRecord } from '../../../protocol/records.ts';
import { splitSigned } from '../../../protocol/signed-documents.ts';

/** So many records lie between two snapshots, and between two entries of the index of positions. */
export const BLOCK_RECORDS = 256;

/** A device sends at most sixteen frames at once; one that comes again lies among so many of its latest. */
const LATEST_FRAMES = 32;

/** A device of an account that has written in a log. */
export type LogAuthorName = `${DeviceId}@${Address}`;

export interface LogAuthor {
  readonly device: DeviceId;
  readonly address: Address;
  /** The device's last counter, and where that frame and those before it lie, the oldest first. */
  readonly counter: number;
  readonly latest: readonly number[];
  /** How many of its frames count as unread. */
  readonly countedFrames: number;
}

export interface LogState {
  /** As the first change says; undefined for a conversation that does not exist. */
  kind: ConversationKind | undefined;
  /** Empty for the Lobby, and for a conversation that does not exist. */
  members: readonly Member[];
  /** Of a group. */
  settings: GroupSettings | undefined;
  /** The change since which new members of a group see everything; undefined where they don't. */
  openSince: number | undefined;
  epoch: number;
  epochId: Digest;
  /** Where the change that set epoch n lies, at n - 1. */
  changes: readonly number[];
  head: number;
  /** The running hash at the head. */
  hash: Uint8Array;
  /** How many frames count as unread, in all and by their senders. */
  countedFrames: number;
  readonly countedFramesBy: Map<Address, number>;
  /** The same of the records since the last whole block; of the block itself where the head is its end. */
  countedFramesInBlock: Map<Address, number>;
  readonly authors: Map<LogAuthorName, LogAuthor>;
}

export type RecordPayload =
  | { readonly kind: 'frame'; readonly header: FrameHeader }
  | { readonly kind: 'change'; readonly change: Change; readonly epochId: Digest };

/** One record together with what its body decodes to. */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly sender: Address;
  readonly record: Uint8Array;
  /** The running hash behind it. */
  readonly hash: Uint8Array;
  readonly payload: RecordPayload;
}

export function emptyState(kind?: ConversationKind): LogState {
  return {
    kind,
    members: [],
    settings: undefined,
    openSince: undefined,
    epoch: 0,
    epochId: noDigest,
    changes: [],
    head: 0,
    hash: new Uint8Array(32),
    countedFrames: 0,
    countedFramesBy: new Map(),
    countedFramesInBlock: new Map(),
    authors: new Map(),
  };
}

export function copyState(state: LogState): LogState {
  return {
    ...state,
    countedFramesBy: new Map(state.countedFramesBy),
    countedFramesInBlock: new Map(state.countedFramesInBlock),
    authors: new Map(state.authors),
  };
}

/** The next entry of a log. Its time is the clock's, wrong or right: only its position is an order. */
export function nextEntry(state: LogState, sender: Address, payload: RecordPayload, body: Uint8Array): Entry {
  const seq = state.head + 1;
  const at = Date.now();
  const record = encodeRecord({ kind: payload.kind, seq, at, sender, body });
  return { seq, at, sender, record, hash: nextLogHash(state.hash, record), payload };
}

/** Reads a record back from the log. Throws when it does not fit behind the state. */
export function entryFrom(state: LogState, record: Uint8Array): Entry {
  const decoded = decodeRecord(record);
  if (decoded?.seq !== state.head + 1) throw new Error(`the log has no record ${state.head + 1}`);
  const { seq, at, sender, body } = decoded;
  const payload = decoded.kind === 'change' ? changePayload(body) : framePayload(body);
  return { seq, at, sender, record, hash: nextLogHash(state.hash, record), payload };
}

export function advance(state: LogState, entry: Entry): void {
  if (state.head % BLOCK_RECORDS === 0) state.countedFramesInBlock = new Map();
  state.head = entry.seq;
  state.hash = entry.hash;
  if (entry.payload.kind === 'frame') advanceFrame(state, entry.seq, entry.sender, entry.payload.header);
  else advanceChange(state, entry.seq, entry.payload.change, entry.payload.epochId);
}

export function logAuthorName(device: DeviceId, address: Address): LogAuthorName {
  return `${device}@${address}`;
}

/** Where a device's frame with this counter lies; unknown when it is too long ago or still to come. */
export function positionOf({ counter, latest }: LogAuthor, wanted: number): number | undefined {
  return wanted > counter ? undefined : latest.at(wanted - counter - 1);
}

/** The id of the epoch that a change sets: the hash of the whole signed document, without the sealed keys behind it. */
export function epochIdOf(changeBody: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(splitChange(changeBody)?.signed ?? changeBody)));
}

/** What the rulebook knows of a conversation. */
export function membershipStateOf({ kind, epoch, epochId, members, settings }: LogState): MembershipState {
  return { kind, epoch, epochId: epoch === 0 ? undefined : epochId, members, settings };
}

function framePayload(body: Uint8Array): RecordPayload {
  const header = decodeFrameHeader(body);
  if (!header) throw new Error('a stored frame has no header');
  return { kind: 'frame', header };
}

function changePayload(body: Uint8Array): RecordPayload {
  const signed = splitChange(body)?.signed ?? new Uint8Array();
  const change = changeSchema.parse(jsonOf(splitSigned(signed)?.body ?? signed));
  return { kind: 'change', change, epochId: epochIdOf(body) };
}

function advanceFrame(state: LogState, seq: number, address: Address, header: FrameHeader): void {
  const { device, counter } = header;
  const name = logAuthorName(device, address);
  const before = state.authors.get(name);
  const latest = [...(before?.latest ?? []).slice(1 - LATEST_FRAMES), seq];
  const countedFrames = (before?.countedFrames ?? 0) + (header.countsAsUnread ? 1 : 0);
  state.authors.set(name, { device, address, counter, latest, countedFrames });
  if (!header.countsAsUnread) return;
  state.countedFrames += 1;
  countOne(state.countedFramesBy, address);
  countOne(state.countedFramesInBlock, address);
}

function countOne(by: Map<Address, number>, address: Address): void {
  by.set(address, (by.get(address) ?? 0) + 1);
}

function advanceChange(state: LogState, seq: number, change: Change, epochId: Digest): void {
  const { members, settings } = applyChange(membershipStateOf(state), change, epochId);
  state.kind ??= change.kind;
  state.members = members;
  state.settings = settings;
  state.openSince = settings?.history === 'everything' ? (state.openSince ?? seq) : undefined;
  state.epoch = change.epoch;
  state.epochId = epochId;
  state.changes = [...state.changes, seq];
}

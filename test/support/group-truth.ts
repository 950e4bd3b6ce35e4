// What the log of a group says, read without an engine: who is a member of each epoch, which texts stand where, and whose
// keys may open them. All that a device has is compared with it.
import { findEpoch } from '../../engine/conversations/epoch-table.ts';
import type { Database } from '../../engine/database/database.ts';
import {
  openEpochKey,
  openHandedOnKey,
  openProfile,
  type VerifiedChange,
  verifyChange,
} from '../../engine/encryption/epoch-changes.ts';
import { openFrame } from '../../engine/encryption/frames.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frames.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import {
  applyChange,
  canManageMembers,
  type MembershipState,
  roleIn,
} from '../../protocol/membership-rules.ts';
import { decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { ConversationServer } from './conversation-server.ts';
import type { GroupDevice } from './group-device.ts';

export interface TrueEpoch {
  readonly verified: VerifiedChange;
  readonly state: MembershipState;
  readonly title: string | undefined;
  readonly key: Uint8Array | undefined;
}

interface TrueFrame {
  readonly record: LogRecord;
  readonly header: FrameHeader;
  /** As `sender text`. */
  readonly line: string;
}

export interface GroupTruth {
  readonly head: number;
  /** The one of number 1 first. */
  readonly epochs: readonly TrueEpoch[];
  readonly frames: ReadonlyMap<number, TrueFrame>;
  readonly keyOf: (author: Address) => Uint8Array;
}

/** Throws where a change breaks a rule, or where no device has the key of a frame. */
export async function readTruth(
  server: ConversationServer,
  devices: readonly GroupDevice[],
  id: ConversationId,
): Promise<GroupTruth> {
  const keyOf = (author: Address) => {
    const [key = ''] = server.directory.at(author)?.devices.values() ?? [];
    return Buffer.from(key, 'base64url');
  };
  const head = await server.store.head(id);
  const records = (await server.store.read(id, 1, head)).map((encoded) => decodeRecord(encoded));
  const epochs: TrueEpoch[] = [];
  const frames = new Map<number, TrueFrame>();
  for (const record of records) {
    if (record?.kind === 'change') {
      const verified = verifyChange(record.body, keyOf);
      if (!verified.ok) throw new Error(`the change at ${record.seq} does not verify`);
      epochs.push(nextEpoch(epochs.at(-1), verified.value, devices, id));
    } else if (record?.kind === 'frame') {
      frames.set(record.seq, trueFrame(record, epochs, keyOf(record.sender)));
    } else throw new Error('the log holds something else than changes and frames');
  }
  return { head, epochs, frames, keyOf };
}

function nextEpoch(
  before: TrueEpoch | undefined,
  verified: VerifiedChange,
  devices: readonly GroupDevice[],
  id: ConversationId,
): TrueEpoch {
  const { change, epochId } = verified;
  const state = applyChange(before?.state, change, epochId);
  // The author has it, and only members do.
  const key = devices.map(({ db }) => findEpoch(db, id, change.epoch)?.key).find((one) => one !== undefined);
  const isManager = !before || canManageMembers(roleIn(before.state.members, change.author));
  const sealed = change.type === 'members' ? change.sealedProfile : undefined;
  const given = key && sealed ? openProfile(sealed, change, key)?.title : undefined;
  return { verified, state, key, title: isManager && given ? given : before?.title };
}

function trueFrame(record: LogRecord, epochs: readonly TrueEpoch[], deviceKey: Uint8Array): TrueFrame {
  const header = decodeFrameHeader(record.body);
  const key = header && epochs[header.epoch - 1]?.key;
  const opened = key && openFrame(record.body, header, key, deviceKey);
  if (!header || !opened?.ok || opened.content.type !== 'text')
    throw new Error(`no device can read the frame at ${record.seq}`);
  return { record, header, line: `${record.sender} ${opened.content.text}` };
}

/** The epochs whose keys a member was given, or gets by following what their changes hand on. */
export function openTo({ epochs }: GroupTruth, reader: Address): ReadonlySet<number> {
  const open = new Set<number>();
  for (const { verified } of epochs.toReversed()) {
    const { change } = verified;
    if (change.type !== 'members') continue;
    if (roleIn(change.members, reader)) open.add(change.epoch);
    if (!open.has(change.epoch) || change.previousKey === undefined) continue;
    const earlier = epochs.findLast(
      (one) => one.verified.change.epoch < change.epoch && one.verified.change.type === 'members',
    );
    if (earlier) open.add(earlier.verified.change.epoch);
  }
  return open;
}

/** Every key of the group that a device holds. */
export function heldKeys(db: Database, id: ConversationId, { epochs }: GroupTruth): readonly Uint8Array[] {
  return epochs.flatMap((_, index) => findEpoch(db, id, index + 1)?.key ?? []);
}

/** Tries all that a device holds on what it must not read. Returns what opened, and counts what was tried. */
export async function breakIn(
  { identity, address, db }: Pick<GroupDevice, 'identity' | 'address' | 'db'>,
  id: ConversationId,
  truth: GroupTruth,
): Promise<{ readonly opened: readonly string[]; readonly tried: number }> {
  const open = openTo(truth, address);
  const keys = heldKeys(db, id, truth);
  const opened: string[] = [];
  let tried = 0;
  for (const { record, header } of truth.frames.values()) {
    if (open.has(header.epoch)) continue;
    tried += 1;
    const deviceKey = truth.keyOf(record.sender);
    if (keys.some((key) => openFrame(record.body, header, key, deviceKey).ok))
      opened.push(`the frame at ${record.seq}`);
  }
  for (const [index, { verified }] of truth.epochs.entries()) {
    const { change, keys: sealed } = verified;
    if (change.type !== 'members' || open.has(change.epoch)) continue;
    tried += 1;
    const { conversation, epoch, sealedProfile = '', previousKey } = change;
    if (keys.some((key) => openProfile(sealedProfile, change, key))) opened.push(`the title of ${epoch}`);
    if (await openEpochKey(change, sealed, address, [identity.mailboxKey]))
      opened.push(`the key of ${epoch}`);
    const before = truth.epochs.findLast((one, at) => at < index && one.key)?.verified.change;
    if (previousKey === undefined || before?.type !== 'members') continue;
    const commitment = before.keyCommitment;
    if (keys.some((key) => openHandedOnKey({ conversation, epoch, key, previousKey }, commitment)))
      opened.push(`the key that ${epoch} hands on`);
  }
  return { opened, tried };
}

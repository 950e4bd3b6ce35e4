// A change of the members carries a new epoch key to every member's mailbox: all or nothing, signed, chained by hash
// (protocol.md 4.5 to 4.9). What a signed change may say, the rulebook decides (protocol/membership-rules.ts).
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { concat, fromBase64url, lengthPrefixed, toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import {
  CHANGE_LABEL,
  type Change,
  type ChangeMember,
  change as changeSchema,
  type GroupSettings,
  joinChange,
  type MembersChange,
  type SealedKeys,
  splitChange,
} from '../../protocol/epoch-change.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { jsonOf } from '../../protocol/frames.ts';
import { type GroupProfile, groupProfile } from '../../protocol/group-profile.ts';
import { type Address, address, type DeviceId, type Digest, deviceId, digest } from '../../protocol/ids.ts';
import { openBox, sealBox } from './boxes.ts';
import { openFromMailbox, sealToMailbox } from './mailboxes.ts';
import type { VerifiedManifest } from './manifests.ts';
import { equal, type RandomSource, randomBytes, sha256 } from './primitives.ts';
import { documentHash, signDocument, unverified, verifyDocument } from './signed-documents.ts';
import type { MailboxKey } from './vault.ts';

export interface NewMember {
  readonly role: ChangeMember['role'];
  readonly manifest: VerifiedManifest;
}

/** Where a change stands, and who makes it. */
export interface ChangePlace
  extends Pick<Change, 'conversation' | 'kind' | 'hub' | 'epoch' | 'author' | 'device'> {
  /** The hash of the change before; absent in the first. */
  readonly previous?: Digest | undefined;
  readonly deviceSeed: Uint8Array;
  readonly at: Date;
}

export interface NewChange extends ChangePlace {
  readonly members: readonly NewMember[];
  /** Of a group. */
  readonly group?: { readonly profile: GroupProfile; readonly settings: GroupSettings };
  /** The latest key before, 32 bytes, where new members see everything. */
  readonly keyBefore?: Uint8Array | undefined;
}

export interface CreatedChange {
  /** What is sent: the signed change and the sealed keys. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly epochId: Digest;
  /** 32 bytes. */
  readonly epochKey: Uint8Array<ArrayBuffer>;
  readonly change: MembersChange;
}

export interface VerifiedChange {
  readonly change: Change;
  /** The member's own, or all of them. */
  readonly keys: SealedKeys;
  /** SHA-256 of the whole signed change: the epoch's name, and the next change's `previous`. */
  readonly epochId: Digest;
}

/** Finds the key of a member's device; undefined when the device isn't listed or is revoked. */
export type AuthorKeyLookup = (author: Address, device: DeviceId) => Uint8Array | undefined;

const PROFILE_LABEL = 'parley group profile v1';
const PREVIOUS_KEY_LABEL = 'parley previous key v1';
const EPOCH_KEY_BYTES = 32;
/** Longer than the longest profile: its length says nothing. */
const PROFILE_BYTES = 512;
const hint = z.object({ author: address, device: deviceId });

/** Makes a fresh epoch key and seals it to each member: about four milliseconds a member, with a pause after each. */
export async function createChange(
  { deviceSeed, at, members, group, keyBefore, ...place }: NewChange,
  random: RandomSource = randomBytes,
): Promise<CreatedChange> {
  const epochKey = random(EPOCH_KEY_BYTES);
  const keys = new Map<Address, Uint8Array>();
  for (const { manifest } of members) {
    const { mailbox, address: to } = manifest.manifest;
    const info = sealingInfo(place, { address: to, generation: mailbox.generation });
    keys.set(to, await sealToMailbox(fromBase64url(mailbox.key), info, epochKey, random));
    // Other conversations go on meanwhile.
    await setImmediate();
  }
  const change: MembersChange = {
    v: 1,
    type: 'members',
    ...place,
    at: at.toISOString(),
    members: members.map(listedMember),
    keyCommitment: commitmentTo(epochKey),
    ...(group && {
      settings: group.settings,
      sealedProfile: toBase64url(sealProfile(epochKey, place, group.profile, random)),
    }),
    ...(keyBefore && {
      previousKey: toBase64url(sealBox(epochKey, PREVIOUS_KEY_LABEL, placeContext(place), keyBefore, random)),
    }),
  };
  const signed = signDocument(CHANGE_LABEL, change, deviceSeed);
  return { bytes: joinChange(signed, keys), epochId: documentHash(signed), epochKey, change };
}

/** Leaves a group, or deletes it: the same small work however many members it has. */
export function createDeparture(
  type: 'leave' | 'delete',
  { deviceSeed, at, ...place }: ChangePlace,
): Uint8Array<ArrayBuffer> {
  const change: Change = { v: 1, type, ...place, at: at.toISOString() };
  return joinChange(signDocument(CHANGE_LABEL, change, deviceSeed), new Map());
}

function listedMember({ role, manifest: { manifest } }: NewMember): ChangeMember {
  const { generation } = manifest.mailbox;
  return { address: manifest.address, role, manifestVersion: manifest.version, generation };
}

/** Refuses `verification-failed` unless a known device of the author signed it. */
export function verifyChange(body: Uint8Array, authorDeviceKey: AuthorKeyLookup): Result<VerifiedChange> {
  const parts = splitChange(body);
  if (!parts) return unverified('it is malformed');
  const verified = verifyDocument(parts.signed, {
    label: CHANGE_LABEL,
    hint,
    keyFor: ({ author, device }) => authorDeviceKey(author, device),
    schema: changeSchema,
  });
  if (!verified.ok) return verified;
  return ok({ change: verified.value, keys: parts.keys, epochId: documentHash(parts.signed) });
}

/** Undefined when the address isn't a member, its generation's key isn't there, or the key isn't the one that all members got. */
export async function openEpochKey(
  change: Change,
  keys: SealedKeys,
  memberAddress: Address,
  mailboxKeys: readonly MailboxKey[],
): Promise<Uint8Array | undefined> {
  if (change.type !== 'members') return;
  const member = change.members.find((one) => one.address === memberAddress);
  const mailbox = member && mailboxKeys.find(({ generation }) => generation === member.generation);
  const sealed = keys.get(memberAddress);
  if (!mailbox || !sealed) return;
  const epochKey = await openFromMailbox(mailbox.privateKey, sealingInfo(change, member), sealed);
  return epochKey && isCommitted(change.keyCommitment, epochKey) ? epochKey : undefined;
}

/** A key that a later change hands on: the key of an epoch, sealed under that of a later one. */
export interface HandedOnKey extends Pick<Change, 'conversation' | 'epoch'> {
  /** The later epoch's key, 32 bytes. */
  readonly key: Uint8Array;
  readonly previousKey: string;
}

/** Undefined unless it is the key that all members of the earlier epoch got. */
export function openHandedOnKey(
  { conversation, epoch, key, previousKey }: HandedOnKey,
  commitment: Digest,
): Uint8Array | undefined {
  const context = placeContext({ conversation, epoch });
  const earlier = openBox(key, PREVIOUS_KEY_LABEL, context, fromBase64url(previousKey));
  return earlier && isCommitted(commitment, earlier) ? earlier : undefined;
}

function isCommitted(commitment: Digest, epochKey: Uint8Array): boolean {
  return equal(fromBase64url(commitmentTo(epochKey)), fromBase64url(commitment));
}

/** Undefined when it was not sealed under this key, or is none. */
export function openProfile(
  sealedProfile: string,
  place: Pick<Change, 'conversation' | 'epoch'>,
  epochKey: Uint8Array,
): GroupProfile | undefined {
  const padded = openBox(epochKey, PROFILE_LABEL, placeContext(place), fromBase64url(sealedProfile));
  const end = padded?.indexOf(0) ?? 0;
  return groupProfile.safeParse(padded && jsonOf(padded.subarray(0, end < 0 ? undefined : end))).data;
}

/** As JSON, filled up with zeros. */
function sealProfile(
  epochKey: Uint8Array,
  place: Pick<Change, 'conversation' | 'epoch'>,
  profile: GroupProfile,
  random: RandomSource,
): Uint8Array<ArrayBuffer> {
  const plaintext = new Uint8Array(PROFILE_BYTES);
  plaintext.set(utf8(JSON.stringify(profile)));
  return sealBox(epochKey, PROFILE_LABEL, placeContext(place), plaintext, random);
}

function placeContext({ conversation, epoch }: Pick<Change, 'conversation' | 'epoch'>) {
  return concat(fromBase64url(conversation), uint32(epoch));
}

/** HPKE's `info`: a sealed key opens in its own place only. */
function sealingInfo(
  { conversation, epoch }: Pick<Change, 'conversation' | 'epoch'>,
  member: Pick<ChangeMember, 'address' | 'generation'>,
): Uint8Array<ArrayBuffer> {
  return concat(
    utf8('parley epoch key v1'),
    fromBase64url(conversation),
    uint32(epoch),
    uint32(member.generation),
    lengthPrefixed(utf8(member.address)),
  );
}

function commitmentTo(epochKey: Uint8Array): Digest {
  return digest.parse(toBase64url(sha256(utf8('parley epoch key commitment v1'), epochKey)));
}

// A change carries a new epoch key to every member's mailbox: all or nothing, signed, chained by hash
// (protocol.md 4.5 to 4.7). What a signed change may say, the rulebook decides (protocol/membership-rules.ts).
import { z } from 'zod';
import { concat, fromBase64url, lengthPrefixed, toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import {
  CHANGE_LABEL,
  type Change,
  type ChangeMember,
  change as changeSchema,
} from '../../protocol/epoch-change.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { type Address, address, type DeviceId, type Digest, deviceId, digest } from '../../protocol/ids.ts';
import { openFromMailbox, sealToMailbox } from './mailboxes.ts';
import type { VerifiedManifest } from './manifests.ts';
import { equal, type RandomSource, randomBytes, sha256 } from './primitives.ts';
import { documentHash, signDocument, verifyDocument } from './signed-documents.ts';
import type { MailboxKey } from './vault.ts';

export interface NewMember {
  readonly role: ChangeMember['role'];
  readonly manifest: VerifiedManifest;
}

export interface NewChange
  extends Pick<Change, 'conversation' | 'kind' | 'hub' | 'epoch' | 'author' | 'device'> {
  /** The hash of the change before; absent in the first. */
  readonly previous?: Digest | undefined;
  readonly deviceSeed: Uint8Array;
  readonly members: readonly NewMember[];
  readonly at: Date;
}

export interface CreatedChange {
  /** The signed change, as the client sends it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly epochId: Digest;
  /** 32 bytes. */
  readonly epochKey: Uint8Array<ArrayBuffer>;
  readonly change: Change;
}

export interface VerifiedChange {
  readonly change: Change;
  /** SHA-256 of the whole signed change: the epoch's name, and the next change's `previous`. */
  readonly epochId: Digest;
}

/** Finds the key of a member's device; undefined when the device isn't listed or is revoked. */
export type AuthorKeyLookup = (author: Address, device: DeviceId) => Uint8Array | undefined;

const EPOCH_KEY_BYTES = 32;
const hint = z.object({ author: address, device: deviceId });

/** Makes a fresh epoch key and seals it to each member: about four milliseconds a member. */
export async function createChange(
  { deviceSeed, at, members, ...content }: NewChange,
  random: RandomSource = randomBytes,
): Promise<CreatedChange> {
  const epochKey = random(EPOCH_KEY_BYTES);
  const change: Change = {
    v: 1,
    ...content,
    at: at.toISOString(),
    members: await Promise.all(members.map((member) => sealToMember(member, content, epochKey, random))),
    keyCommitment: commitmentTo(epochKey),
  };
  const bytes = signDocument(CHANGE_LABEL, change, deviceSeed);
  return { bytes, epochId: documentHash(bytes), epochKey, change };
}

async function sealToMember(
  { role, manifest: { manifest } }: NewMember,
  { conversation, epoch }: Pick<Change, 'conversation' | 'epoch'>,
  epochKey: Uint8Array,
  random: RandomSource,
): Promise<ChangeMember> {
  const { generation, key } = manifest.mailbox;
  const member = { address: manifest.address, role, manifestVersion: manifest.version, generation };
  const info = sealingInfo({ conversation, epoch }, member);
  return {
    ...member,
    sealedKey: toBase64url(await sealToMailbox(fromBase64url(key), info, epochKey, random)),
  };
}

/** Refuses `verification-failed` unless a known device of the author signed it. */
export function verifyChange(bytes: Uint8Array, authorDeviceKey: AuthorKeyLookup): Result<VerifiedChange> {
  const verified = verifyDocument(bytes, {
    label: CHANGE_LABEL,
    hint,
    keyFor: ({ author, device }) => authorDeviceKey(author, device),
    schema: changeSchema,
  });
  return verified.ok ? ok({ change: verified.value, epochId: documentHash(bytes) }) : verified;
}

/** Undefined when the address isn't a member, its generation's key isn't there, or the key isn't the one that all members got. */
export async function openEpochKey(
  change: Change,
  memberAddress: Address,
  mailboxKeys: readonly MailboxKey[],
): Promise<Uint8Array | undefined> {
  const member = change.members.find((one) => one.address === memberAddress);
  const mailbox = member && mailboxKeys.find(({ generation }) => generation === member.generation);
  if (!mailbox) return;
  const sealed = fromBase64url(member.sealedKey);
  const epochKey = await openFromMailbox(mailbox.privateKey, sealingInfo(change, member), sealed);
  const committed = fromBase64url(change.keyCommitment);
  return epochKey && equal(fromBase64url(commitmentTo(epochKey)), committed) ? epochKey : undefined;
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

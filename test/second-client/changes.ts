// Clauses 4.5 to 4.8: changes, and the epoch keys sealed in them.
import { randomBytes } from 'node:crypto';
import { hpkeOpen, hpkeSeal, join, len, sha256, u32 } from '../vectors/reference.ts';
import { toBytes, toText } from './base64url.ts';
import { deviceOf, type Manifest, type SignedManifest } from './manifests.ts';
import { directId } from './names.ts';
import { verified } from './refusals.ts';
import { readDocument, signDocument, verifySignature } from './signed-documents.ts';
import type { MailboxKey } from './vault.ts';

const LABEL = 'parley change v1';
const SEALED_KEY_BYTES = 1_168;
const SEVEN_DAYS = 7 * 24 * 60 * 60 * 1_000;

export interface Change {
  readonly v: 1;
  readonly type: string;
  readonly conversation: string;
  readonly kind: 'direct' | 'group';
  readonly hub: string;
  readonly epoch: number;
  readonly previous?: string;
  readonly author: string;
  readonly device: string;
  readonly at: string;
  readonly members: readonly Member[];
  readonly keyCommitment: string;
}

interface Member {
  readonly address: string;
  readonly role: string;
  readonly manifestVersion: number;
  readonly generation: number;
}

export interface Epoch {
  readonly id: string;
  readonly change: Change;
  /** The record's time. */
  readonly at: number;
  /** Undefined where none of this account's mailbox keys opens it. */
  readonly key: Buffer | undefined;
}

export interface Author {
  readonly address: string;
  readonly device: string;
  readonly seed: Uint8Array;
  readonly hub: string;
}

/** The change of a direct conversation that follows the epoch before. */
export function createChange(
  { address, device, seed, hub }: Author,
  members: readonly Manifest[],
  before: Epoch | undefined,
): Buffer {
  const key = randomBytes(32);
  const conversation = directId(members.map((member) => member.address));
  const epoch = (before?.change.epoch ?? 0) + 1;
  const change: Change = {
    ...{ v: 1, type: 'members', conversation, kind: 'direct', hub, epoch },
    ...(before && { previous: before.id }),
    ...{ author: address, device, at: new Date().toISOString() },
    members: members.map(({ address: member, version, mailbox }) => {
      const seen = { manifestVersion: version, generation: mailbox.generation };
      return { address: member, role: 'member', ...seen };
    }),
    keyCommitment: toText(commitmentTo(key)),
  };
  const keys = members.flatMap(({ address: member, mailbox }) => {
    const info = infoOf(conversation, epoch, member, mailbox.generation);
    return [len(member), hpkeSeal(toBytes(mailbox.key), info, key)];
  });
  return join(len(signDocument(LABEL, change, seed)), ...keys);
}

/** `length u32 ‖ signed change ‖ (length u32 ‖ address ‖ sealed key 1,168)*`. */
export function splitChange(body: Buffer) {
  const end = 4 + body.readUInt32BE(0);
  verified(end <= body.length, 'a change that is whole');
  const keys = new Map<string, Buffer>();
  for (let offset = end; offset < body.length; ) {
    const keyAt = offset + 4 + body.readUInt32BE(offset);
    const next = keyAt + SEALED_KEY_BYTES;
    verified(next <= body.length, 'a sealed key that is whole');
    keys.set(body.subarray(offset + 4, keyAt).toString(), body.subarray(keyAt, next));
    offset = next;
  }
  return { signed: body.subarray(4, end), keys };
}

export interface Place {
  readonly conversation: string;
  readonly hub: string;
  readonly sender: string;
  /** The record's time. */
  readonly at: number;
  readonly before: Epoch | undefined;
}

/** What a change says, once everything that a client checks about it holds. */
export function verifyChange(bytes: Buffer, place: Place, author: SignedManifest): Change {
  const change = readDocument<Change>(bytes);
  const { before } = place;
  verified(change.type === 'members', 'a change of the members');
  verified(change.v === 1 && change.conversation === place.conversation, 'a change of this conversation');
  verified(
    change.hub === place.hub && change.author === place.sender,
    'a change by its sender, for this hub',
  );
  verified(change.epoch === (before?.change.epoch ?? 0) + 1, 'a change of the next epoch');
  verified(change.previous === before?.id, 'a change after the one before');
  const members = change.members.map(({ address }) => address);
  verified(change.kind === 'direct' && directId(members) === change.conversation, 'members that make the id');
  verified(members.includes(change.author), 'a change by a member');
  verified(new Set(members).size === members.length, 'a member listed once');
  verified(
    change.members.every(({ role }) => role === 'member'),
    'members of a direct conversation',
  );
  const device = deviceOf(author.manifest, change.device, place.at);
  verified(device, 'a change by a listed device');
  verifySignature(LABEL, bytes, toBytes(device.key));
  return change;
}

export function epochOf(
  body: Buffer,
  change: Change,
  at: number,
  address: string,
  mailboxKeys: readonly MailboxKey[],
): Epoch {
  const { signed, keys } = splitChange(body);
  const sealedKey = keys.get(address);
  const member = change.members.find((one) => one.address === address);
  const mailbox = mailboxKeys.find(({ generation }) => generation === member?.generation);
  return {
    id: toText(sha256(signed)),
    change,
    at,
    key: member && mailbox && sealedKey && openKey(change, member, mailbox, sealedKey),
  };
}

function openKey(change: Change, member: Member, mailbox: MailboxKey, sealedKey: Buffer): Buffer {
  const info = infoOf(change.conversation, change.epoch, member.address, member.generation);
  const { plaintext } = hpkeOpen(toBytes(mailbox.privateKey), info, sealedKey);
  verified(toText(commitmentTo(plaintext)) === change.keyCommitment, 'an epoch key that was committed to');
  return plaintext;
}

/** 4.8. */
export function needsNewEpoch(epoch: Epoch | undefined, members: readonly Manifest[], now: number): boolean {
  if (!epoch?.key || now - epoch.at > SEVEN_DAYS) return true;
  return members.some(({ address, mailbox, devices }) => {
    const seen = epoch.change.members.find((member) => member.address === address);
    const revoked = devices.some((device) => device.revoked && Date.parse(device.revoked) > epoch.at);
    return revoked || mailbox.generation > (seen?.generation ?? 0);
  });
}

function infoOf(conversation: string, epoch: number, address: string, generation: number): Buffer {
  return join('parley epoch key v1', toBytes(conversation), u32(epoch), u32(generation), len(address));
}

function commitmentTo(key: Uint8Array): Buffer {
  return sha256('parley epoch key commitment v1', key);
}

// A change moves a conversation on to its next epoch. Most list the members and give them a new key; leaving and deleting a
// group only name it, and leave the next key to the member who writes next. A device of its author signs it, and it names the hash of the
// change before (protocol.md 4). What a signed change may say is in membership-rules.ts.
import { z } from 'zod';
import { bytes, concat, LENGTH_BYTES, lengthPrefixed, lengthPrefixedAt, utf8 } from './bytes.ts';
import {
  type Address,
  address,
  conversationId,
  deviceId,
  digest,
  type ServerName,
  serverName,
} from './ids.ts';
import { limits } from './limits.ts';

export const CHANGE_LABEL = 'parley change v1';

export const changeBytes = bytes(limits.changeBytes, 1).meta({ title: 'change' });

/** The kinds of conversation that have members and a key. */
export const changeKind = z.enum(['direct', 'group']);

export const memberRole = z.enum(['owner', 'admin', 'member']);
export type MemberRole = z.infer<typeof memberRole>;

const member = z.object({
  address,
  role: memberRole,
  manifestVersion: z.int().positive(),
  /** Which generation of the member's mailbox key the epoch key is sealed to. */
  generation: z.int().positive(),
});
export type ChangeMember = z.infer<typeof member>;

/** What the admins of a group decide, and the server enforces. */
export const groupSettings = z.object({
  /** Who may post. */
  posting: z.enum(['everyone', 'admins']),
  /** What a new member sees: what comes from then on, or everything since this was set. */
  history: z.enum(['from-joining', 'everything']),
});
export type GroupSettings = Readonly<z.infer<typeof groupSettings>>;

/** Of a group whose founder has chosen nothing else. */
export const initialSettings: GroupSettings = { posting: 'everyone', history: 'from-joining' };

/** A box of up to so many bytes, in base64url. */
const sealed = (maximum: number) => z.string().regex(new RegExp(`^[A-Za-z0-9_-]{108,${maximum}}$`));

const head = {
  v: z.literal(1),
  conversation: conversationId,
  /** What the first change says stays: what the conversation is, and the server that orders its log. */
  kind: changeKind,
  hub: serverName,
  epoch: z.int().positive(),
  /** The hash of the change before; absent in the first. */
  previous: digest.optional(),
  author: address,
  device: deviceId,
  at: z.iso.datetime(),
};

const membersChange = z.object({
  ...head,
  type: z.literal('members'),
  members: z.array(member).min(1).max(limits.groupMembers),
  /** A hash that binds all members to the same epoch key. */
  keyCommitment: digest,
  /** Groups only, as the two that follow. */
  settings: groupSettings.optional(),
  /** The group's title, sealed under the epoch key. */
  sealedProfile: sealed(1_024).optional(),
  /** The latest key before this one, sealed under it, where new members see everything. */
  previousKey: sealed(256).optional(),
});
export type MembersChange = z.infer<typeof membersChange>;

/** Its author is no longer a member; the others stay, without a key until one of them makes one. */
const leave = z.object({ ...head, type: z.literal('leave') });
/** Nobody is a member any more. */
const deletion = z.object({ ...head, type: z.literal('delete') });

export const change = z.discriminatedUnion('type', [membersChange, leave, deletion]);
export type Change = z.infer<typeof change>;

/** HPKE encapsulation (1,120 bytes) and ciphertext (48 bytes) of the 32-byte epoch key. */
export const SEALED_KEY_BYTES = 1_168;

/** The sealed epoch keys, by the member that each is sealed to. */
export type SealedKeys = ReadonlyMap<Address, Uint8Array>;

/**
 * What stands in the log: `length u32 | signed change | (length u32 | address | sealed key)*`. The log's running hash covers the
 * signed change only, so that the server shows each member that member's sealed key, and not those of a thousand others.
 */
export function joinChange(signed: Uint8Array, keys: SealedKeys): Uint8Array<ArrayBuffer> {
  const parts = [...keys].flatMap(([to, key]) => [lengthPrefixed(utf8(to)), key]);
  return concat(lengthPrefixed(signed), ...parts);
}

/** Undefined when the bytes are not laid out so. The parts are views of them. */
export function splitChange(
  body: Uint8Array,
): { readonly signed: Uint8Array; readonly keys: SealedKeys } | undefined {
  const signed = lengthPrefixedAt(body, 0);
  if (!signed) return;
  const keys = new Map<Address, Uint8Array>();
  let offset = LENGTH_BYTES + signed.length;
  while (offset < body.length) {
    const to = lengthPrefixedAt(body, offset);
    const keyAt = offset + LENGTH_BYTES + (to?.length ?? 0);
    offset = keyAt + SEALED_KEY_BYTES;
    const parsed = address.safeParse(to && asciiOf(to));
    if (!parsed.success || keys.has(parsed.data) || offset > body.length) return;
    keys.set(parsed.data, body.subarray(keyAt, offset));
  }
  return { signed, keys };
}

/** A change as a member gets it: with that member's sealed key alone. What can't be split stays as it is. */
export function changeFor(body: Uint8Array, reader: Address): Uint8Array {
  const parts = splitChange(body);
  if (!parts) return body;
  const key = parts.keys.get(reader);
  return joinChange(parts.signed, new Map(key && [[reader, key]]));
}

/** How many bytes of a change's body the log's running hash covers. */
export function signedChangeEnd(body: Uint8Array): number {
  const signed = lengthPrefixedAt(body, 0);
  return signed ? LENGTH_BYTES + signed.length : body.length;
}

/** What is not ASCII fails the parser of addresses. */
function asciiOf(part: Uint8Array): string {
  return String.fromCharCode(...part.subarray(0, 512));
}

/** What is hashed to a direct conversation's id: the same for both members in any order; one address is a note to self. */
export function directConversationInput(...members: readonly Address[]): Uint8Array<ArrayBuffer> {
  const distinct = [...new Set(members)].sort();
  return concat(utf8('parley direct conversation v1'), ...distinct.map((one) => lengthPrefixed(utf8(one))));
}

/** The input of the hash that is the Lobby's id. */
export function lobbyInput(server: ServerName): Uint8Array<ArrayBuffer> {
  return concat(utf8('parley lobby v1'), lengthPrefixed(utf8(server)));
}

// An epoch change sets a conversation's epoch: its members and the key they get. A device of its author signs it, and it names
// the hash of the change before (protocol.md 4). What a signed change may say is in membership-rules.ts.
import { z } from 'zod';
import { bytes, concat, lengthPrefixed, utf8 } from './bytes.ts';
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

const member = z.object({
  address,
  role: z.enum(['owner', 'admin', 'member']),
  manifestVersion: z.int().positive(),
  /** Which generation of the member's mailbox key the epoch key is sealed to. */
  generation: z.int().positive(),
  /** HPKE encapsulation (1,120 bytes) and ciphertext (48 bytes) of the 32-byte epoch key. */
  sealedKey: z.string().regex(/^[A-Za-z0-9_-]{1558}$/),
});
export type ChangeMember = z.infer<typeof member>;

export const change = z.object({
  v: z.literal(1),
  conversation: conversationId,
  /** What the first change says stays: what the conversation is, and the server that orders its log. */
  kind: changeKind,
  hub: serverName,
  epoch: z.int().positive(),
  /** SHA-256 of the whole signed change before; absent in the first. */
  previous: digest.optional(),
  author: address,
  device: deviceId,
  at: z.iso.datetime(),
  members: z.array(member).min(1).max(limits.groupMembers),
  /** A hash that binds all members to the same epoch key. */
  keyCommitment: digest,
});
export type Change = z.infer<typeof change>;

/** What is hashed to a direct conversation's id: the same for both members in any order; one address is a note to self. */
export function directConversationInput(...members: readonly Address[]): Uint8Array<ArrayBuffer> {
  const distinct = [...new Set(members)].sort();
  return concat(utf8('parley direct conversation v1'), ...distinct.map((one) => lengthPrefixed(utf8(one))));
}

/** The input of the hash that is the Lobby's id. */
export function lobbyInput(server: ServerName): Uint8Array<ArrayBuffer> {
  return concat(utf8('parley lobby v1'), lengthPrefixed(utf8(server)));
}

// The rulebook of conversations: what a correctly signed change may say, and what the kind of a conversation means. The
// server refuses a change that breaks a rule, a client ignores it, and both ask the same function (protocol.md 4.5, 4.6).
import type { ConversationKind } from './conversations.ts';
import type { Change } from './epoch-change.ts';
import type { FrameKind } from './frames.ts';
import type { Address, ConversationId, Digest, ServerName } from './ids.ts';

/** The state of a conversation after the changes of its log. */
export interface MembershipState {
  /** Undefined before the first change; the Lobby's is `public` from the beginning. */
  readonly kind: ConversationKind | undefined;
  /** 0 before the first change. */
  readonly epoch: number;
  /** The hash of the latest change; undefined before the first. */
  readonly epochId: Digest | undefined;
  readonly members: readonly Address[];
}

/** Where a change arrives. */
export interface ChangeSetting {
  readonly conversation: ConversationId;
  /** The server that orders the log. */
  readonly hub: ServerName;
  /** The account whose session brought the change. */
  readonly sender: Address;
  /** The state that the change has to follow; undefined where the caller doesn't know it, or has checked the place. */
  readonly before: MembershipState | undefined;
  /** The id of the direct conversation of one or two addresses: a hash, which this folder can't compute. */
  readonly directIdOf: (...members: readonly Address[]) => ConversationId;
}

interface Rule {
  readonly holds: (setting: ChangeSetting, change: Change) => boolean;
  /** Completes “the change is not valid: …”. */
  readonly detail: string;
}

/** In the order in which they are checked. */
export const membershipRules = {
  authorIsTheSender: {
    holds: ({ sender }, { author }) => author === sender,
    detail: 'its author is not its sender',
  },
  conversationIsThisOne: {
    holds: ({ conversation }, change) => change.conversation === conversation,
    detail: 'the change is for another conversation',
  },
  hubIsTheServer: {
    holds: ({ hub }, change) => change.hub === hub,
    detail: 'another server orders the conversation',
  },
  kindIsSupported: {
    holds: (_, { kind }) => kind === 'direct',
    detail: 'group conversations are not supported yet',
  },
  membersAreDistinct: {
    holds: (_, change) => new Set(addressesOf(change)).size === change.members.length,
    detail: 'a member is listed twice',
  },
  directHasOneOrTwoMembers: {
    holds: (_, { kind, members }) => kind !== 'direct' || members.length === 1 || members.length === 2,
    detail: 'a direct conversation has one or two members',
  },
  directRolesAreMember: {
    holds: (_, { kind, members }) => kind !== 'direct' || members.every(({ role }) => role === 'member'),
    detail: 'everyone in a direct conversation is a member',
  },
  authorIsAMember: {
    holds: (_, change) => addressesOf(change).includes(change.author),
    detail: 'its author is not a member',
  },
  idIsOfTheMembers: {
    holds: ({ directIdOf }, change) =>
      change.kind !== 'direct' || change.conversation === directIdOf(...addressesOf(change)),
    detail: 'the id is not of these members',
  },
  onlyTheFirstHasNoneBefore: {
    holds: (_, { epoch, previous }) => (epoch === 1) === (previous === undefined),
    detail: 'its place in the chain is impossible',
  },
  followsTheChangeBefore: {
    holds: ({ before }, { epoch, previous }) =>
      before === undefined || (epoch === before.epoch + 1 && previous === before.epochId),
    detail: 'it does not follow the change before',
  },
  kindNeverChanges: {
    holds: ({ before }, { kind }) => before?.kind === undefined || kind === before.kind,
    detail: 'the kind of a conversation never changes',
  },
  membersOfADirectConversationNeverChange: {
    holds: ({ before }, change) =>
      before?.kind !== 'direct' || isSameSet(before.members, addressesOf(change)),
    detail: 'the members of a direct conversation never change',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof membershipRules;

export interface BrokenRule {
  readonly rule: RuleName;
  readonly detail: string;
}

/** The first rule that a change breaks; undefined when it keeps all of them. Its signature is checked elsewhere. */
export function findBrokenRule(setting: ChangeSetting, change: Change): BrokenRule | undefined {
  for (const [name, { holds, detail }] of Object.entries(membershipRules)) {
    // The entries of the table have its names.
    if (!holds(setting, change)) return { rule: name as RuleName, detail };
  }
  return undefined;
}

/** True if everyone on the server is in a conversation of this kind, without a list of members and without a key. */
export function isForEveryone(kind: ConversationKind | undefined): boolean {
  return kind === 'public';
}

/** The only kind of frame that a conversation takes. */
export function frameKindIn(kind: ConversationKind | undefined): FrameKind {
  return isForEveryone(kind) ? 'public' : 'sealed';
}

/** True if the members report to each other the records they have received. */
export function hasReceipts(kind: ConversationKind | undefined): boolean {
  return kind === 'direct';
}

function addressesOf({ members }: Change): readonly Address[] {
  return members.map((member) => member.address);
}

function isSameSet(some: readonly Address[], others: readonly Address[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

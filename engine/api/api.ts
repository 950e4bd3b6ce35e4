// The one interface of all user interfaces: window, terminal and JSON-RPC call these methods and subscribe to these events.
// Names and shapes are those of docs/rpc.md and stay.
import { z } from 'zod';
import {
  type AccountRole,
  displayName,
  type presence,
  type Status,
  status,
} from '../../protocol/accounts.ts';
import { lockedHint } from '../../protocol/content/locked.ts';
import { disappearing } from '../../protocol/content/settings.ts';
import type { ConversationKind } from '../../protocol/conversations.ts';
import { emoji } from '../../protocol/emoji.ts';
import {
  type GroupSettings,
  groupSettings,
  type MemberRole,
  memberRole,
} from '../../protocol/epoch-change.ts';
import type { ErrorCode, ErrorFacts, Refusal, Result } from '../../protocol/errors.ts';
import { groupTitle } from '../../protocol/group-profile.ts';
import {
  type ConversationId,
  conversationId,
  type DeviceId,
  deviceId,
  LONGEST_TYPED_NAME,
  type MessageId,
  messageId,
  reportId,
} from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { LONGEST_SAFETY_CODE } from '../../protocol/safety-code.ts';
import { LONGEST_SEARCH } from '../../protocol/search-text.ts';
import { LONGEST_LINK } from '../../protocol/server-link.ts';
import { type NotificationLevel, notificationLevels } from './notification-levels.ts';
import { type UndoPeriod, undoPeriods } from './undo-periods.ts';

const typedName = z.string().min(1).max(LONGEST_TYPED_NAME);
const password = z.string().max(limits.passwordCharacters);
/** Of a locked message. */
const passphrase = z.string().min(1).max(limits.passwordCharacters);
const nothing = z.strictObject({}).optional();
/** Whom a text mentions; those whom it names with an @ where this is missing. */
const typedMentions = z.array(typedName).max(limits.mentions).optional();
const typedMembers = z.array(typedName).max(limits.groupMembers);
/** The `version` of an `account-set-back` that the user accepts. */
const acceptVault = z.int().positive().optional();
const recoveryKey = z.string().max(1_000);
/** So many messages are forwarded at once, and to so many conversations. */
export const MOST_FORWARDED = 100;
export const MOST_FORWARDED_TO = 20;

/** The user accepts what an `account-reset` says: the account begins anew, and what this computer has of it is erased. */
const acceptReset = z.literal(true).optional();

/** The parameters of every method, parsed at the user interface's edge. User names are taken as typed. */
export const methods = {
  register: z.strictObject({
    username: typedName,
    password,
    displayName: displayName.optional(),
    /** A join token, the link that carries it, or the password from the administrator who made the account. */
    invite: z.string().max(LONGEST_LINK).optional(),
    /** The initial password, from the administrator who made the account. */
    initialPassword: password.optional(),
    deviceName: z.string().trim().min(1).max(limits.deviceNameCharacters).optional(),
    acceptReset,
  }),
  signIn: z.strictObject({
    username: typedName,
    password,
    /** Where `recovery-key-needed` has asked for it. */
    recoveryKey: recoveryKey.optional(),
    deviceName: z.string().trim().min(1).max(limits.deviceNameCharacters).optional(),
    acceptVault,
    acceptReset,
  }),
  signInWithRecoveryKey: z.strictObject({
    username: typedName,
    recoveryKey,
    newPassword: password,
    acceptVault,
    acceptReset,
  }),
  signOut: z.strictObject({ discardUnsent: z.literal(true).optional() }).optional(),
  status: nothing,
  changePassword: z.strictObject({ oldPassword: password, newPassword: password, acceptVault }),
  checkRecoveryKey: z.strictObject({ recoveryKey }),
  postponeRecoveryCheck: nothing,
  /** Whether signing in on a computer that is new to the account takes the recovery key as well as the password. */
  setRecoveryKeyNeeded: z.discriminatedUnion('needed', [
    z.strictObject({ needed: z.literal(true), password, recoveryKey, acceptVault }),
    z.strictObject({ needed: z.literal(false), password, acceptVault }),
  ]),
  keySlots: nothing,
  addKeySlot: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('passphrase'), passphrase: password }),
    z.strictObject({ kind: z.enum(['keychain', 'key-file']) }),
  ]),
  removeKeySlot: z.strictObject({ kind: z.enum(['passphrase', 'keychain', 'key-file', 'recovery-key']) }),
  devices: nothing,
  renameDevice: z.strictObject({
    device: deviceId,
    name: z.string().trim().min(1).max(limits.deviceNameCharacters),
  }),
  revokeDevice: z.strictObject({ device: deviceId, password, acceptVault }),
  /** Leaves every group, deletes the account for good, and erases it here. */
  deleteAccount: z.strictObject({ password, acceptVault }),
  people: z
    .strictObject({
      query: z.string().max(limits.queryCharacters).optional(),
      onlineOnly: z.boolean().optional(),
    })
    .optional(),
  setStatus: z.strictObject({ status }),
  conversations: nothing,
  openDirect: z.strictObject({ user: typedName }),
  createGroup: z.strictObject({ title: groupTitle, members: typedMembers, ...groupSettings.partial().shape }),
  addMembers: z.strictObject({ conversation: conversationId, members: typedMembers.min(1) }),
  removeMember: z.strictObject({ conversation: conversationId, user: typedName }),
  setRole: z.strictObject({ conversation: conversationId, user: typedName, role: memberRole }),
  renameGroup: z.strictObject({ conversation: conversationId, title: groupTitle }),
  setGroupSettings: z.strictObject({ conversation: conversationId, ...groupSettings.partial().shape }),
  /** The last owner names a successor, who becomes an owner first. */
  leaveGroup: z.strictObject({ conversation: conversationId, successor: typedName.optional() }),
  deleteGroup: z.strictObject({ conversation: conversationId }),
  /** Takes a group that this account is no longer a member of off the list, with its messages here. */
  removeConversation: z.strictObject({ conversation: conversationId }),
  /** No notifications but of mentions, and nothing else on the badge, until then or until the user unmutes it. */
  mute: z.strictObject({ conversation: conversationId, until: z.iso.datetime({ offset: true }).optional() }),
  unmute: z.strictObject({ conversation: conversationId }),
  /** For what is written from now on; 0 for never. */
  setDisappearing: z.strictObject({ conversation: conversationId, seconds: disappearing }),
  setNotifications: z.strictObject({ conversation: conversationId, level: z.enum(notificationLevels) }),
  block: z.strictObject({ user: typedName }),
  unblock: z.strictObject({ user: typedName }),
  blocked: nothing,
  requests: nothing,
  answerRequest: z.strictObject({ conversation: conversationId, accept: z.boolean() }),
  /** Hands one message to the owners of the server, with up to `context` earlier ones of its sender. */
  report: z.strictObject({
    conversation: conversationId,
    message: messageId,
    context: z.int().min(0).max(limits.reportContext).optional(),
  }),
  /** For owners of the server. */
  reports: nothing,
  deleteReport: z.strictObject({ report: reportId }),
  send: z.strictObject({
    conversation: conversationId,
    text: z.string(),
    replyTo: messageId.optional(),
    mentions: typedMentions,
    /** It raises no notification of its readers'. */
    silent: z.literal(true).optional(),
    /** Only who knows the passphrase reads it; everyone reads the hint. */
    secret: z.strictObject({ passphrase, hint: lockedHint.optional() }).optional(),
  }),
  /** Passes texts on, in this order, to each of these conversations; they say that they are forwarded, and not whose they were. */
  forward: z.strictObject({
    conversation: conversationId,
    messages: z.array(messageId).min(1).max(MOST_FORWARDED),
    to: z.array(conversationId).min(1).max(MOST_FORWARDED_TO),
  }),
  /** Takes a message back that has not gone out yet, or the one written last. */
  undoSend: z.strictObject({ conversation: conversationId, message: messageId.optional() }),
  /** Opens a locked message for as long as the answer is kept. */
  unlock: z.strictObject({ conversation: conversationId, message: messageId, passphrase }),
  edit: z.strictObject({
    conversation: conversationId,
    message: messageId,
    text: z.string(),
    mentions: typedMentions,
  }),
  /** Puts an emoji on a message, or takes it off. */
  react: z.strictObject({
    conversation: conversationId,
    message: messageId,
    emoji,
    on: z.boolean().optional(),
  }),
  /** For everyone. */
  delete: z.strictObject({ conversation: conversationId, message: messageId }),
  /** Pins a message for everyone, or takes the pin off. */
  pin: z.strictObject({ conversation: conversationId, message: messageId, on: z.boolean().optional() }),
  retry: z.strictObject({ conversation: conversationId, message: messageId }),
  /** Who has a message, and what it said before it was edited. */
  messageDetails: z.strictObject({ conversation: conversationId, message: messageId }),
  /** The user is writing something there now. */
  setTyping: z.strictObject({ conversation: conversationId }),
  settings: nothing,
  /** For the account as a whole, on all its devices. */
  setSettings: z.strictObject({
    typing: z.boolean().optional(),
    undoSeconds: z.literal(undoPeriods).optional(),
  }),
  drafts: nothing,
  saveDraft: z.strictObject({ conversation: conversationId, text: z.string().max(limits.draftCharacters) }),
  history: z
    .strictObject({
      conversation: conversationId,
      before: messageId.optional(),
      after: messageId.optional(),
      /** With those on both sides of it: where it isn't here yet, it is looked for. */
      around: messageId.optional(),
      /** Around the first message of this moment or a later one; where there is none, the newest. */
      at: z.iso.datetime({ offset: true }).optional(),
      unread: z.literal(true).optional(),
      limit: z.int().min(1).max(limits.pageRecords).optional(),
    })
    .refine(
      ({ before, after, around, at, unread }) =>
        [before, after, around, at, unread].filter(Boolean).length <= 1,
      'before, after, around, at and unread exclude each other',
    ),
  /** `before`: the `next` of a page. What `text` may be is said in docs/rpc.md. */
  search: z.strictObject({
    text: z.string().max(LONGEST_SEARCH),
    conversation: conversationId.optional(),
    before: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional(),
    limit: z.int().min(1).max(limits.pageRecords).optional(),
  }),
  markRead: z.strictObject({ conversation: conversationId, upTo: messageId.optional() }),
  unread: nothing,
  /** What proves a conversation to a stranger, page by page; `after`: the `last` of a page. */
  evidence: z.strictObject({ conversation: conversationId, after: z.int().min(0).optional() }),
  safetyNumber: z.strictObject({ user: typedName }),
  /** With the `code` that the other's screen shows, only if that proves the keys. */
  verify: z.strictObject({ user: typedName, code: z.string().max(LONGEST_SAFETY_CODE).optional() }),
  unverify: z.strictObject({ user: typedName }),
  acceptIdentity: z.strictObject({ user: typedName }),
  acceptHistory: z.strictObject({ conversation: conversationId.optional() }).optional(),
} as const satisfies Record<string, z.ZodType>;

export type MethodName = keyof typeof methods;
export type ParametersOf<Name extends MethodName> = z.output<(typeof methods)[Name]>;

export interface SignedIn {
  /** `name@server`. */
  readonly account: string;
  readonly device: string;
}

export interface Registered extends SignedIn {
  /** 24 words; shown once and stored nowhere. */
  readonly recoveryKey: string;
}

export type SessionState = 'signed-out' | 'connecting' | 'online' | 'offline';

export interface EngineStatus {
  readonly state: SessionState;
  readonly account?: string;
  readonly displayName?: string;
  /** Of this account's own key. */
  readonly fingerprint?: string;
  readonly presence?: Status;
  /** On the server: its owners read reports. */
  readonly role?: AccountRole;
  /** The server's URL. */
  readonly server: string;
  readonly unread: number;
  /** The user is to try the recovery key, to see that it is still there. */
  readonly recoveryCheckDue?: true;
  /** Signing in on a computer that is new to the account takes the recovery key, too; as far as this device knows. */
  readonly recoveryKeyNeeded?: true;
  /** Why no account is signed in, where the user has removed this device from it, or deleted it, or the account was reset. */
  readonly ended?: {
    readonly code: 'device-removed' | 'account-deleted' | 'signed-out-by-reset';
    readonly reason: string;
  } & Pick<Refusal, 'facts'>;
}

/** A slot opens this device's messages by itself, as a key slot of an encrypted disk does. */
export interface KeySlots {
  readonly slots: readonly {
    readonly kind: ParametersOf<'removeKeySlot'>['kind'] | 'unknown';
    /** A key that is at hand opens it, or it is a passphrase, which only the user knows. */
    readonly usable: boolean;
    /** What stays without it is usable. */
    readonly removable: boolean;
  }[];
  /** What `addKeySlot` takes here. */
  readonly addable: readonly ParametersOf<'addKeySlot'>['kind'][];
}

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly current: boolean;
  /** When it was added; ISO 8601 UTC, as the next. */
  readonly added: string;
  /** Absent while it has no session. */
  readonly lastSeen?: string;
  /** The network address that it is connected from; absent while it isn't. */
  readonly network?: string;
}

/** Where the removal of a device stands: deriving keys from the password, or having the server store the new keys. */
export type RemovalStep = 'password' | 'publishing';

export interface Person {
  /** A user name, or `name@server` for an account on another server. */
  readonly user: string;
  readonly displayName: string;
  readonly status: z.output<typeof presence>;
  readonly fingerprint: string;
  readonly verified: boolean;
}

export interface Member {
  readonly user: string;
  readonly role: MemberRole;
  /** The account is deleted. */
  readonly deleted?: true;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly members: readonly Member[];
  readonly unread: number;
  /** Of the unread messages on this device, how many mention the user. */
  readonly mentions?: number;
  readonly lastMessage?: Message;
  /** Of a group. */
  readonly settings?: GroupSettings;
  /** How this account ceased to be a member of a group, through whom, and when (ISO 8601 UTC). */
  readonly ended?: {
    readonly how: 'left' | 'removed' | 'deleted';
    readonly by: string;
    readonly at: string;
  };
  /** Who began it, or has added this account, and since when (ISO 8601 UTC): nothing else of it is shown until the user accepts. */
  readonly request?: { readonly from: string; readonly since?: string; readonly refused?: true };
  /** Since when (ISO 8601 UTC) the account of the other in a direct conversation is deleted: nothing can be sent here any more. */
  readonly personDeleted?: string;
  /** With a person whom the user has blocked. */
  readonly blocked?: true;
  /** It raises no notifications but of mentions until then (ISO 8601 UTC), or until the user unmutes it. */
  readonly muted?: { readonly until?: string };
  /** Seconds after which what is written here from now on disappears for everyone. */
  readonly disappearing?: number;
  /** It raises notifications only for messages that mention the user, or for none. */
  readonly notifications?: Exclude<NotificationLevel, 'all'>;
  /** The pinned messages, those pinned latest first. */
  readonly pinned?: readonly Pinned[];
  /** Why nothing is sent here until the user accepts the history that the server has. */
  readonly stopped?: 'server-set-back' | 'log-forked' | 'change-altered';
  /** Nothing is sent here until the user has decided about the keys of each of these people. */
  readonly keyChanges?: KeyChanges;
}

export interface KeyChanges {
  /** How much waits here to be sent. */
  readonly waiting: number;
  /** Whose keys are not those known here, since when (ISO 8601 UTC), and whether those were verified. */
  readonly people: readonly { readonly user: string; readonly verified: boolean; readonly since: string }[];
}

/** What the sender of a `system` message has done in a group, or in any conversation with `disappearing`. */
export type GroupEvent =
  | { readonly type: 'created' | 'renamed'; readonly title: string }
  | { readonly type: 'added' | 'removed'; readonly users: readonly string[] }
  | { readonly type: 'left' | 'deleted' }
  | { readonly type: 'role'; readonly user: string; readonly role: MemberRole }
  | { readonly type: 'posting'; readonly posting: GroupSettings['posting'] }
  | { readonly type: 'history'; readonly history: GroupSettings['history'] }
  | { readonly type: 'disappearing'; readonly seconds: number };

export type MessageState = 'sending' | 'sent' | 'delivered' | 'read' | 'held' | 'failed';

export interface Message {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  /** Absent until the server has ordered it. Of what the server has lost it is the position before, or 0. */
  readonly seq?: number;
  readonly sender: string;
  readonly device: string;
  readonly kind: 'text' | 'locked' | 'system' | 'unreadable' | 'deleted';
  /** Of a `deleted` message. */
  readonly deletedBy?: string;
  readonly text?: string;
  /** Of a `locked` message: what `openssl` opens (docs/locked-messages.md), and what its author says about the passphrase. */
  readonly locked?: string;
  readonly hint?: string;
  /** The user names of those whom the text mentions; how it names them stands in it. */
  readonly mentions?: readonly string[];
  /** Its sender has passed it on; whose it was first isn't known. */
  readonly forwarded?: true;
  /** Of a `system` message. */
  readonly events?: readonly GroupEvent[];
  readonly replyTo?: Quoted;
  readonly reactions?: readonly Reaction[];
  /** ISO 8601 UTC. */
  readonly sentAt: string;
  /** When it disappears for everyone, as this computer's clock will show it. */
  readonly expires?: string;
  /** When it was edited last, where it was; its state is then that of the edit, until that is in the log. */
  readonly edited?: string;
  readonly state: MessageState;
  /** Its sender wants no notification of it. */
  readonly silent?: true;
  /** `undoSend` can still take it back. */
  readonly undoable?: true;
  /** Why it failed, can't be read or is marked: a sentence, and the code and facts to translate it from. */
  readonly reason?: string;
  readonly code?: ReasonCode;
  readonly facts?: ErrorFacts | undefined;
}

/** The message that a reply answers, as it is now; nothing but its id where it isn't on this device yet. */
export interface Quoted {
  readonly id: MessageId;
  readonly sender?: string;
  readonly kind?: Message['kind'];
  /** Its beginning. */
  readonly text?: string;
}

/** A pinned message as it is now, and who has pinned it. */
export interface Pinned extends Quoted {
  readonly by: string;
}

/** One emoji on a message. */
export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** The first of those who have put it there. */
  readonly users: readonly string[];
  /** This account is one of them. */
  readonly own?: true;
  /** They have seen an earlier text of the message. */
  readonly beforeEdit?: true;
}

/** A page of a conversation's log, to be checked without this engine: docs/export.md. */
export interface Evidence {
  /** The running hash before the first record, base64url as all of it. */
  readonly hashBefore: string;
  readonly records: readonly EvidenceRecord[];
  /** The position of the last record. */
  readonly last?: number;
  readonly more: boolean;
  /** By address, the signed manifests of those who sent the records: the present one, then those of former keys. */
  readonly manifests: Readonly<Record<string, readonly string[]>>;
}

export interface EvidenceRecord {
  /** As protocol.md 4.3 has it. What isn't shown stands there as its digest. */
  readonly record: string;
  /** What opens this one frame. */
  readonly key?: string;
}

/** What is known of a message beside what it says. */
export interface MessageDetails {
  readonly message: Message;
  readonly edits: number;
  /** What an edited one has said, oldest first and up to what it says now, and since when (ISO 8601 UTC); the latest 100. */
  readonly revisions: readonly { readonly text: string; readonly at: string }[];
  /** Of one's own in a direct conversation, once it is in the log: how far it has come with the other. */
  readonly receipts?: readonly { readonly user: string; readonly state: 'sent' | 'delivered' | 'read' }[];
}

/** What the owner of a server reads of a report. */
export interface Report {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reporter: string;
  /** Who has written all of it. */
  readonly reported: string;
  readonly kind: ConversationKind;
  /** Oldest first. What has no text proves nothing, and `code` says why. */
  readonly messages: readonly {
    readonly at: string;
    /** The one that the report is about; the others came with it. */
    readonly reported?: true;
    /** Which device has signed it, by its name. */
    readonly device?: string;
    readonly text?: string;
    /** It gave an earlier message this text. */
    readonly edit?: true;
    readonly code?: FaultCode;
    readonly reason?: string;
  }[];
}

/** What the user has chosen for the account as a whole. */
export interface AccountSettings {
  /** Others see when the user writes, and the user sees when they do. */
  readonly typing: boolean;
  /** For so long `undoSend` takes a message back before it goes out. */
  readonly undoSeconds: UndoPeriod;
}

export interface Draft {
  readonly conversation: ConversationId;
  readonly text: string;
}

export interface HistoryPage {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** There are more in the direction that was asked for; around a message, older ones. */
  readonly more: boolean;
  /** Around a message: there are newer ones. */
  readonly newer?: true;
  /** Around a moment: the message that was looked for. */
  readonly found?: MessageId;
}

/** Up to `limit` messages that a search has found, the newest first. */
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** There may be more, before these: `search` again with it as `before`. */
  readonly next?: string;
  /** Not everything that this computer has has been looked at yet, but all that is later (ISO 8601 UTC). */
  readonly searchedTo?: string;
  /** The server has more than this computer, but nothing that is later (ISO 8601 UTC). */
  readonly completeTo?: string;
}

export interface SearchHit {
  readonly message: Message;
  /** Of its conversation. */
  readonly title: string;
  /** Where its text has what was looked for: UTF-16 units, from `start` up to `end`, in order and apart from each other. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

export interface Unread {
  readonly total: number;
  readonly conversations: readonly {
    readonly id: ConversationId;
    readonly title: string;
    readonly from: readonly string[];
    readonly count: number;
    /** How many of those on this device mention the user. */
    readonly mentions?: number;
    /** It doesn't count on the badge, but for what mentions the user. */
    readonly muted?: true;
    /** Nor does it here; with `none` nothing of it does. */
    readonly notifications?: Exclude<NotificationLevel, 'all'>;
  }[];
}

interface Results {
  register: Registered;
  signIn: SignedIn;
  signInWithRecoveryKey: SignedIn;
  signOut: Record<string, never>;
  status: EngineStatus;
  changePassword: Record<string, never>;
  checkRecoveryKey: Record<string, never>;
  postponeRecoveryCheck: Record<string, never>;
  setRecoveryKeyNeeded: Record<string, never>;
  keySlots: KeySlots;
  addKeySlot: Record<string, never>;
  removeKeySlot: Record<string, never>;
  devices: readonly Device[];
  renameDevice: Record<string, never>;
  revokeDevice: Record<string, never>;
  deleteAccount: Record<string, never>;
  people: readonly Person[];
  setStatus: Record<string, never>;
  conversations: readonly Conversation[];
  openDirect: Conversation;
  createGroup: Conversation;
  addMembers: Conversation;
  removeMember: Conversation;
  setRole: Conversation;
  renameGroup: Conversation;
  setGroupSettings: Conversation;
  leaveGroup: Record<string, never>;
  deleteGroup: Record<string, never>;
  removeConversation: Record<string, never>;
  mute: Record<string, never>;
  unmute: Record<string, never>;
  setDisappearing: Conversation;
  setNotifications: Record<string, never>;
  block: Record<string, never>;
  unblock: Record<string, never>;
  blocked: readonly string[];
  requests: readonly Conversation[];
  answerRequest: Record<string, never>;
  report: Record<string, never>;
  reports: readonly Report[];
  deleteReport: Record<string, never>;
  send: Message;
  /** Those of the first conversation first. */
  forward: readonly Message[];
  undoSend: Message;
  unlock: { readonly text: string };
  edit: Message;
  react: Message;
  delete: Record<string, never>;
  pin: Record<string, never>;
  retry: Message;
  messageDetails: MessageDetails;
  setTyping: Record<string, never>;
  settings: AccountSettings;
  setSettings: AccountSettings;
  drafts: readonly Draft[];
  saveDraft: Record<string, never>;
  history: HistoryPage;
  search: SearchPage;
  markRead: { readonly unread: number };
  unread: Unread;
  evidence: Evidence;
  /**
   * `changed` until the user has decided: the keys are not the ones seen before, and nothing is sent; `verified` is then said
   * of those before. `code` is for the other to read, as a QR code or text.
   */
  safetyNumber: {
    readonly digits: string;
    readonly code: string;
    readonly verified: boolean;
    readonly changed: boolean;
  };
  verify: Record<string, never>;
  unverify: Record<string, never>;
  acceptIdentity: Record<string, never>;
  acceptHistory: Record<string, never>;
}

export type ResultOf<Name extends MethodName> = Results[Name];

export interface EngineEvents {
  /** New or changed. */
  message: {
    readonly conversation: ConversationId;
    readonly message: Message;
    /** It was here before, and says something else now: that is no news. */
    readonly revised?: boolean;
    /** Of what it shows only the reactions are others; it is `revised`, too. */
    readonly reacted?: boolean;
    /** It is worth a notification, unless the user sees it on the screen. */
    readonly alert?: true;
  };
  conversation: { readonly conversation: Conversation };
  conversationRemoved: { readonly conversation: ConversationId };
  /** It never left this computer, or it was the placeholder of a message that is known by another id now. */
  messageRemoved: { readonly conversation: ConversationId; readonly message: MessageId };
  /** Who writes something there now, in the order in which they began: all of them, each time that changes. */
  typing: { readonly conversation: ConversationId; readonly users: readonly string[] };
  settings: AccountSettings;
  /** Whom the user has blocked by now, on any device. */
  blocked: { readonly users: readonly string[] };
  presence: { readonly changes: readonly { readonly user: string; readonly status: Person['status'] }[] };
  unread: Unread;
  /** A device is being removed; the answer to the request says when it is done. */
  deviceRemoval: { readonly device: DeviceId; readonly step: RemovalStep };
  /** Why, where there is a reason: its sentence, and the code and facts to translate it from. */
  session: { readonly state: SessionState; readonly reason?: string } & Partial<Omit<Refusal, 'ok'>>;
  notice: Notice & { readonly text: string };
}

/** What the user should know that answers no request and is no refusal; `{name}` stands for a fact. */
export const notices = {
  'device-added':
    'A new device signed in to your account: {device}. If that wasn’t you, remove it in the settings and change your password.',
  'recipient-away': '{user} is away and may reply later.',
  'recipient-dnd': '{user} is on Do not disturb. Your message will be delivered afterwards.',
  'history-withheld':
    'The server shows less history than this account has seen before. It may have been restored from an old backup.',
  'server-set-back':
    'The server was reset to an older state, for example from a backup. Messages it lost are still on this computer. Ask the server’s operator, then continue in the affected conversations.',
  'log-forked':
    'The server’s history of a conversation differs from what you saw before. Nothing is sent there until you choose to continue.',
  'change-altered':
    'The server sent a change of keys by {user} that was altered, or that breaks the rules. Parley ignored it. Nothing is sent in that conversation until you choose to continue.',
  'history-differs':
    '{user} saw a different history of a conversation than you do. The message is marked. Compare with them what was said.',
  'message-replayed': 'The server sent an old message from {user} as a new one. Parley ignored it.',
  'record-altered':
    'The server has altered or damaged something old in a conversation. Everything else is still readable.',
  'message-missing': 'A message from {user} is missing here.',
  'storage-freed': 'The server has disk space again. Your messages are being sent.',
  'storage-damaged':
    'Some of Parley’s data on this computer was damaged. Everything else is still here, and messages are downloaded again; drafts and unsent messages may be missing. The damaged file was set aside: {file}.',
  'storage-unreadable':
    'Parley’s data on this computer can’t be read: it is damaged, or from an older version. Sign in to download your messages again. The file was set aside: {file}.',
  'pins-lost':
    'This computer may have lost which keys you saw before and whom you verified. Compare safety numbers again.',
} as const;

/** What is to be known of a message that can be read. */
export const remarks = {
  'other-history': 'The sender saw a different history of this conversation than you do.',
  'not-on-server': 'The server no longer has this message.',
} as const;

/** Why a message can't be read: it is gone, or the first check that it failed (protocol.md 5.3). */
export const faults = {
  malformed: 'This message can’t be read: its format is invalid. Ask for it to be sent again.',
  'unknown-device':
    'This message can’t be read: it comes from a device that is not on the sender’s signed list. Ask them whether the device is theirs.',
  'unknown-epoch': 'This message can’t be read: its key is unknown here. Ask for it to be sent again.',
  'wrong-epoch':
    'This message can’t be read: its key was not in use when it was sent. Ask for it to be sent again.',
  'not-a-member':
    'This message can’t be read: its sender was not in the conversation at that time. Don’t rely on it.',
  'not-permitted':
    'This message can’t be read: its sender was not allowed to write in the group at that time. Don’t rely on it.',
  'no-key': 'This message can’t be read: this account never received its key. Ask someone who can read it.',
  undecryptable:
    'This message can’t be read: it was altered on the way or encrypted with another key. Ask for it to be sent again.',
  'bad-padding': 'This message can’t be read: its encryption is invalid. Ask for it to be sent again.',
  'bad-signature':
    'This message can’t be read: its signature is not the sender’s. Someone else may have written it; ask for it to be sent again.',
  'reused-id': 'This message can’t be read: it has the id of another message. Ask for it to be sent again.',
  'unknown-content':
    'This message can’t be read: it may come from a newer version of Parley. Update Parley and ask for it to be sent again.',
  erased: 'This message was erased from the server before it was read here.',
} as const;

export type NoticeCode = ErrorCode | keyof typeof notices;
export type FaultCode = keyof typeof faults;
export type RemarkCode = keyof typeof remarks;
export type ReasonCode = NoticeCode | FaultCode | RemarkCode;

/** A code and its facts, which each language has a sentence for. */
export interface Reason<Code extends ReasonCode = ReasonCode> {
  readonly code: Code;
  readonly facts?: ErrorFacts | undefined;
}

export type Notice = Reason<NoticeCode>;

export type EventName = keyof EngineEvents;

const everyEvent: Readonly<Record<EventName, true>> = {
  message: true,
  conversation: true,
  conversationRemoved: true,
  messageRemoved: true,
  typing: true,
  settings: true,
  blocked: true,
  presence: true,
  unread: true,
  deviceRemoval: true,
  session: true,
  notice: true,
};

/** The one list of them; the type of the table above lets none be missing. */
export const eventNames = Object.keys(everyEvent) as readonly EventName[];

/** The engine as its host holds it. A method never throws for an expected refusal. */
export interface EngineApi {
  call<Name extends MethodName>(
    method: Name,
    parameters: ParametersOf<Name>,
  ): Promise<Result<ResultOf<Name>>>;
  /** Returns the function that stops listening. */
  on<Name extends EventName>(event: Name, listener: (payload: EngineEvents[Name]) => void): () => void;
  /** Writes the outbox down, closes the connection and the database. */
  close(): Promise<void>;
}

/** The part of the engine that a user interface uses. */
export type EngineClient = Pick<EngineApi, 'call' | 'on'>;

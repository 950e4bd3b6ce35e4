import { z } from 'zod';
import { presence } from './accounts.ts';
import { bytes } from './bytes.ts';
import { changeBytes, changeKind } from './epoch-change.ts';
import { frameBytes } from './frames.ts';
import { address, conversationId, digest } from './ids.ts';
import { limits } from './limits.ts';

const seq = z.int().nonnegative();
const page = bytes(limits.packetBytes).meta({ title: 'page' });

/** What the first change says; the Lobby, which has no changes, is the only public one. */
export const conversationKind = z.enum(['public', ...changeKind.options]);
export type ConversationKind = z.infer<typeof conversationKind>;

export const summary = z
  .object({
    id: conversationId,
    kind: conversationKind,
    /** Of a direct conversation: everyone is in a public one, and whom a group has its changes say. */
    members: z.array(address),
    /** 0 without a key. */
    epoch: z.int().nonnegative(),
    /** The first position this account may see. */
    first: z.int().positive(),
    /** The last position this account may see, and the running log hash there. */
    head: seq,
    headHash: digest,
    /** The position up to which this account has read, on any of its devices. */
    read: seq,
    unread: z.int().nonnegative(),
    /** Whose unread messages they are: of the newest page of them, newest sender first. */
    from: z.array(address),
    /** How far the other member of a direct conversation has received and read. */
    positions: z.array(z.object({ address, received: seq, read: seq })),
    /** The other member of a direct conversation has deleted the account. A client believes that person's manifest only. */
    deleted: z.literal(true).optional(),
  })
  .meta({ title: 'conversation' });
export type ConversationSummary = z.infer<typeof summary>;

/** The account's conversations in pages of at most limits.summaryConversations; `after` is the last id of the page before. */
export const list = {
  request: z.strictObject({ after: conversationId.optional() }),
  /** `now` is the server's time: by it messages expire. */
  response: z.object({
    conversations: z.array(summary),
    more: z.boolean(),
    now: z.int().nonnegative(),
  }),
};

/** Sets an epoch; the first change makes the conversation. The same change again is the same success. */
export const makeChange = {
  request: z.strictObject({ conversation: conversationId, change: changeBytes }),
  response: z.object({ seq, at: z.int() }),
};

/** The change records behind an epoch, oldest first. */
export const changes = {
  request: z.strictObject({ conversation: conversationId, afterEpoch: z.int().nonnegative() }),
  response: z.object({ page, more: z.boolean() }),
};

/** Takes a group of which the account is no longer a member off its list. */
export const forget = {
  request: z.strictObject({ conversation: conversationId }),
  response: z.object({}),
};

/** Acknowledged when it is on disk. The same message id again gets the first answer again. */
export const send = {
  request: z.strictObject({ conversation: conversationId, frame: frameBytes }),
  response: z.object({
    seq,
    at: z.int(),
    /** In direct conversations: the presence of the recipients, for notices to the sender. */
    recipients: z.array(z.object({ address, status: presence })),
  }),
};

/** Erases the content of frames for good. What is erased already is the same success. */
export const erase = {
  request: z.strictObject({
    conversation: conversationId,
    seqs: z.array(z.int().positive()).min(1).max(limits.recordsErased),
  }),
  response: z.object({}),
};

/** The records before or after a position, as one page in ascending order; without either the newest. */
export const history = {
  request: z.strictObject({
    conversation: conversationId,
    before: seq.optional(),
    after: seq.optional(),
    limit: z.int().min(1).max(limits.pageRecords),
  }),
  response: z.object({
    page,
    /** The running log hash before the first record of the page. */
    hashBefore: digest,
    head: seq,
    /** True if there are records further in the requested direction. */
    more: z.boolean(),
  }),
};

/**
 * What follows in many conversations at once: the records after a position, or the newest, with the changes behind an
 * epoch. Those that the account doesn't have are left out; `answered` of them fit one page, and the others are asked
 * for again.
 */
export const catchUp = {
  request: z.strictObject({
    conversations: z
      .array(
        z.strictObject({
          conversation: conversationId,
          after: seq.optional(),
          afterEpoch: z.int().nonnegative(),
        }),
      )
      .min(1)
      .max(limits.summaryConversations),
  }),
  response: z.object({
    conversations: z.array(
      z.object({ conversation: conversationId, history: history.response, changes: changes.response }),
    ),
    answered: z.int().positive(),
  }),
};

/** Positions only rise. `read` implies `received`. Conversations that the account doesn't have are left out. */
export const mark = {
  request: z.strictObject({
    positions: z
      .array(z.strictObject({ conversation: conversationId, read: seq.optional(), received: seq.optional() }))
      .min(1)
      .max(limits.summaryConversations),
  }),
  response: z.object({
    conversations: z.array(z.object({ conversation: conversationId, unread: z.int().nonnegative() })),
  }),
};

/** The account writes something there now. Its content is not in it, and it is stored nowhere. */
export const type = {
  request: z.strictObject({ conversation: conversationId }),
  response: z.object({}),
};

/** New records of one conversation, in order. */
export const recordsArrived = z.object({ conversation: conversationId, page });

/** A conversation that is new to this account, or that has moved on while it was held back. */
export const conversationChanged = z.object({ conversation: summary });

/** A member's positions have risen; `unread` comes with one's own. */
export const positionsChanged = z.object({
  conversation: conversationId,
  address,
  received: seq,
  read: seq,
  unread: z.int().nonnegative().optional(),
});

/** Another member writes something now. It is repeated while that goes on, and over `limits.typingMilliseconds` after the last. */
export const typing = z.object({ conversation: conversationId, address });

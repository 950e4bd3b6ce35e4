import type { Address, MessageId } from '../../../protocol/ids.ts';
import type { Reason } from '../../api/api.ts';
import type { Database } from '../../database/database.ts';
import type { MessageRow } from '../message-table.ts';
import type { Outgoing } from '../outbox-table.ts';

/** Where a content stands and whose it is. Without a position it has just been written here. */
export interface Entry {
  readonly conversation: MessageRow['conversation'];
  readonly id: MessageId;
  readonly seq: number | undefined;
  /** The server's time once it is ordered, this computer's before. */
  readonly at: number;
  readonly sender: Address;
  readonly device: string;
  readonly counts: boolean;
  /** Whether its sender could delete others' messages there, or pin messages; needed of a deletion and a pin only. */
  readonly moderates?: boolean;
  /** Whether its sender may set how the conversation is; needed of a setting only. */
  readonly maySet?: boolean;
  /** Seconds for which it lasts in the log; 0 without end. */
  readonly lifetime?: number;
}

/** When it is to go; undefined for never, and before it has its place. */
export function expiryOfEntry({ seq, at, lifetime = 0 }: Entry): number | undefined {
  return seq === undefined || lifetime === 0 ? undefined : at + lifetime * 1_000;
}

/** The effect of a content on the stored messages. */
export interface Applied {
  /** A message that is new. */
  readonly added?: MessageRow;
  /** One that was here and has got its place in the log, or another one. */
  readonly placed?: MessageRow;
  /** One that was here and says something else now. */
  readonly revised?: MessageRow | undefined;
  /** Whom an edit of it mentions, and no text of it has mentioned before. */
  readonly mentions?: readonly Address[] | undefined;
  /** One that was here and has other emoji on it now. */
  readonly reacted?: MessageRow | undefined;
  /** It takes something away, or belongs to what was taken away. */
  readonly deletes?: true;
  /** Messages that are shown no longer. */
  readonly removed?: readonly MessageId[];
  /**
   * Not taken over: the id is another's message's, a message of an earlier place has come again, or it would change
   * a message that its sender may not change.
   */
  readonly refused?: 'reused-id' | 'repeated' | 'not-its-author';
}

/** How a kind of content, of which there is one file here each, is kept and shown. */
export interface ContentRules<Said> {
  /** Must give the same in the end, in whatever order contents are applied: history comes newest first. */
  apply(db: Database, entry: Entry, content: Said): Applied;
  /** Shows how far it has come on its way to the server. Returns the message at which that is to be seen. */
  progress(db: Database, outgoing: Outgoing, content: Said, progress: Progress): MessageRow | undefined;
  /** A message has come for which contents that concern it may have waited. Returns it when it says something else now. */
  complete?(db: Database, message: MessageRow): MessageRow | undefined;
  /** The server has lost everything behind a position; what is known of it stays, before whatever comes there now. Returns the
   * messages that the server still has and that say something it hasn't, marked so. */
  lose?(db: Database, conversation: MessageRow['conversation'], seq: number): readonly MessageRow[];
}

export type Progress =
  | { readonly state: 'sending' | 'held' }
  | { readonly state: 'failed'; readonly why: Reason };

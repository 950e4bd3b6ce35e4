import type { ConversationSummary } from '../../protocol/conversations.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Connection } from '../connection.ts';
import type { Clock, Logger } from '../ports.ts';
import type { AccountState } from './account.ts';

/** How far this account has seen each conversation, on any of its devices: what a server can't take back unnoticed. */
export interface MarksKeeper {
  /** Written down at once (as part of a transaction under way), saved to the server at most every ten seconds. */
  noteSeen(conversation: ConversationId, epoch: number, seq: number): void;
  /** Which conversations of the complete list are behind their marks or missing. */
  check(conversations: readonly Pick<ConversationSummary, 'id' | 'epoch' | 'head'>[]): ConversationId[];
  /** Saves what is still unsaved, if the server can be reached, and cancels the timer. */
  close(): Promise<void>;
}

export interface MarksOptions {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Lives as long as the sign-in does. */
export declare function createMarksKeeper(options: MarksOptions): MarksKeeper;

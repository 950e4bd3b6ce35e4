// How far a log goes according to the server, with the running hash at some position of it.
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { noDigest } from '../../protocol/frames.ts';
import type { ConversationId, Digest } from '../../protocol/ids.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';

export interface LogEnd {
  readonly head: number;
  /** The running hash at this position, which isn't beyond the head. */
  readonly at: number;
  readonly hash: Digest;
}

/** The log's end on a server that doesn't know the conversation. */
export const nothing: LogEnd = { head: 0, at: 0, hash: noDigest };

export function endIn({ head, headHash }: ConversationSummary): LogEnd {
  return { head, at: head, hash: headHash };
}

/** Requests the running hash at a position, or at the head if that comes first. */
export async function fetchLogEnd(
  { connection }: ConversationDependencies,
  conversation: ConversationId,
  seq: number,
): Promise<Result<LogEnd>> {
  const answer = await connection.request('conversations:history', { conversation, after: seq, limit: 1 });
  if (!answer.ok) return answer.code === 'no-such-conversation' ? ok(nothing) : answer;
  const { head, hashBefore } = answer.value;
  return ok({ head, at: Math.min(seq, head), hash: hashBefore });
}

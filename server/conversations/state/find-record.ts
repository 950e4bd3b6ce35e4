import type { ConversationId } from '../../../protocol/ids.ts';
import { decodeRecord, type LogRecord } from '../../../protocol/records.ts';
import type { Store } from '../../store/store.ts';

/** The record at a position of a conversation's log; undefined where the log has none. */
export async function findRecord(
  store: Store,
  conversation: ConversationId,
  seq: number,
): Promise<LogRecord | undefined> {
  const [encoded] = await store.read(conversation, seq, seq);
  return encoded && decodeRecord(encoded);
}

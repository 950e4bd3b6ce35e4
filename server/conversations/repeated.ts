import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frame.ts';
import type { Username } from '../../protocol/ids.ts';
import { decodeRecord } from '../../protocol/records.ts';
import type { Store } from '../store/store.ts';
import type { Appended, Conversation } from './conversation.ts';
import { positionOf, speakerName } from './log-state.ts';

/**
 * The first answer to a frame that came before, if it is among the latest of its device; otherwise which
 * counter is expected. One record is read, however long the log is.
 */
export async function answerRepeated(
  store: Store,
  { id, durable, ordered }: Conversation,
  username: Username,
  header: FrameHeader,
): Promise<Result<Appended>> {
  const name = speakerName(header.device, username);
  const expected = (ordered.speakers.get(name)?.counter ?? 0) + 1;
  const speaker = durable.speakers.get(name);
  const seq = speaker && positionOf(speaker, header.counter);
  const [encoded] = seq === undefined ? [] : await store.read(id, seq, seq);
  const record = encoded && decodeRecord(encoded);
  const found = record && decodeFrameHeader(record.body);
  if (!record || found?.message !== header.message) return refuse('out-of-order', { expected });
  return ok({ seq: record.seq, at: record.at });
}

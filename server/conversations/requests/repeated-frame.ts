import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../../protocol/frames.ts';
import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { decodeRecord, erasedBody, type LogRecord } from '../../../protocol/records.ts';
import type { Store } from '../../store/store.ts';
import { type Appended, afterAppends, type Conversation } from '../state/conversation.ts';
import { positionOf, sha256, speakerName } from '../state/log-state.ts';

/**
 * The first answer to a frame that came before, if it is among the latest of its device; otherwise which
 * counter is expected. One record is read, however long the log is.
 */
export async function answerRepeated(
  store: Store,
  { id, durable, ordered }: Conversation,
  address: Address,
  header: FrameHeader,
  frame: Uint8Array,
): Promise<Result<Appended>> {
  const name = speakerName(header.device, address);
  const expected = (ordered.speakers.get(name)?.counter ?? 0) + 1;
  const speaker = durable.speakers.get(name);
  const seq = speaker && positionOf(speaker, header.counter);
  const [encoded] = seq === undefined ? [] : await store.read(id, seq, seq);
  const record = encoded && decodeRecord(encoded);
  const found = record && decodeFrameHeader(record.body);
  if (!record || found?.message !== header.message) return refuse('out-of-order', { expected });
  return answerTo(record, frame);
}

/** The same for a frame whose answer is remembered, or on its way. */
export async function answerAgain(
  store: Store,
  id: ConversationId,
  frame: Uint8Array,
  answered: Promise<Result<Appended>>,
): Promise<Result<Appended>> {
  const answer = await answered;
  if (!answer.ok) return answer;
  const { seq } = answer.value;
  const [encoded] = await store.read(id, seq, seq);
  const record = encoded && decodeRecord(encoded);
  if (!record) throw new Error(`the log has no record ${seq}`);
  return answerTo(record, frame);
}

/** A message id that a record has already. Whose own it is learns where; anyone else needs another id. */
export async function conflictAt(
  store: Store,
  conversation: Conversation,
  seq: number,
  address: Address,
  { device }: FrameHeader,
): Promise<Result<Appended>> {
  await afterAppends(conversation, undefined);
  const [encoded] = await store.read(conversation.id, seq, seq);
  const record = encoded && decodeRecord(encoded);
  const isOwn = record?.sender === address && decodeFrameHeader(record.body)?.device === device;
  return refuse('message-conflict', isOwn ? { seq } : undefined);
}

/** Only the same bytes are the same frame: of any other, what it says would be lost with a success. */
function answerTo(record: LogRecord, frame: Uint8Array): Result<Appended> {
  const { seq, at, kind, body } = record;
  const offered = kind === 'erased' ? erasedBody(frame, sha256) : frame;
  return Buffer.compare(body, offered) === 0 ? ok({ seq, at }) : refuse('message-conflict', { seq });
}

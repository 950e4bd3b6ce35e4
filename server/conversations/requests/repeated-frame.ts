import { sha256 } from '../../../node/sha256.ts';
import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../../protocol/frames.ts';
import type { Address, ConversationId } from '../../../protocol/ids.ts';
import { erasedBody, type LogRecord } from '../../../protocol/records.ts';
import type { Store } from '../../store/store.ts';
import { type Appended, afterAppends, type Conversation } from '../state/conversation.ts';
import { findRecord } from '../state/find-record.ts';
import { logAuthorName, positionOf } from '../state/log-state.ts';

/**
 * The first answer to a frame that came before, if it is among the latest of its device; otherwise which
 * counter is expected. One record is read, however long the log is.
 */
export async function answerRepeatedFrame(
  store: Store,
  { id, durable, ordered }: Conversation,
  address: Address,
  header: FrameHeader,
  frame: Uint8Array,
): Promise<Result<Appended>> {
  const name = logAuthorName(header.device, address);
  const expected = (ordered.authors.get(name)?.counter ?? 0) + 1;
  const author = durable.authors.get(name);
  const seq = author && positionOf(author, header.counter);
  const record = seq === undefined ? undefined : await findRecord(store, id, seq);
  const found = record && decodeFrameHeader(record.body);
  if (!record || found?.message !== header.message) return refuse('out-of-order', { expected });
  return answerTo(record, frame);
}

/** The same for a frame whose answer is remembered, or on its way. */
export async function answerRememberedFrame(
  store: Store,
  id: ConversationId,
  frame: Uint8Array,
  answered: Promise<Result<Appended>>,
): Promise<Result<Appended>> {
  const answer = await answered;
  if (!answer.ok) return answer;
  const { seq } = answer.value;
  const record = await findRecord(store, id, seq);
  if (!record) throw new Error(`the log has no record ${seq}`);
  return answerTo(record, frame);
}

/** A message id that a record has already. Its own device learns the record's position; any other needs another id. */
export async function conflictAt(
  store: Store,
  conversation: Conversation,
  seq: number,
  address: Address,
  { device }: FrameHeader,
): Promise<Result<Appended>> {
  await afterAppends(conversation, undefined);
  const record = await findRecord(store, conversation.id, seq);
  const isOwn = record?.sender === address && decodeFrameHeader(record.body)?.device === device;
  return refuse('message-conflict', isOwn ? { seq } : undefined);
}

/** Only the same bytes are the same frame: with a success for others, their content would be lost. */
function answerTo(record: LogRecord, frame: Uint8Array): Result<Appended> {
  const { seq, at, kind, body } = record;
  const offered = kind === 'erased' ? erasedBody(frame, sha256) : frame;
  return Buffer.compare(body, offered) === 0 ? ok({ seq, at }) : refuse('message-conflict', { seq });
}

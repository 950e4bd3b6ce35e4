import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frame.ts';
import type { ConversationId, Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodeRecord, type LogRecord } from '../../protocol/records.ts';
import type { Store } from '../store/store.ts';
import { type Appended, afterAppends, type Conversation } from './conversation.ts';
import { speakerName } from './log-state.ts';

/** The first answer to a frame that came before, looked up in the log; otherwise which counter is expected. */
export async function answerRepeated(
  store: Store,
  { id, durable, ordered }: Conversation,
  username: Username,
  header: FrameHeader,
  frame: Uint8Array,
): Promise<Result<Appended>> {
  const name = speakerName(header.device, username);
  const expected = (ordered.speakers.get(name)?.counter ?? 0) + 1;
  let last = durable.speakers.get(name)?.seq ?? 0;
  while (last > 0) {
    const first = Math.max(1, last - limits.pageRecords + 1);
    const found = findFrame(await store.read(id, first, last), username, header);
    if (found) return found.same ? answerTo(found.record, frame) : refuse('out-of-order', { expected });
    last = first - 1;
  }
  return refuse('out-of-order', { expected });
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
  username: Username,
  { device }: FrameHeader,
): Promise<Result<Appended>> {
  await afterAppends(conversation, undefined);
  const [encoded] = await store.read(conversation.id, seq, seq);
  const record = encoded && decodeRecord(encoded);
  const isOwn = record?.sender === username && decodeFrameHeader(record.body)?.device === device;
  return refuse('message-conflict', isOwn ? { seq } : undefined);
}

/** Only the same bytes are the same frame: of any other, what it says would be lost with a success. */
function answerTo({ seq, at, body }: LogRecord, frame: Uint8Array): Result<Appended> {
  return Buffer.compare(body, frame) === 0 ? ok({ seq, at }) : refuse('message-conflict', { seq });
}

/** The device's newest frame that is not behind the one looked for, which it is or which rules it out. */
function findFrame(records: readonly Uint8Array[], username: Username, wanted: FrameHeader) {
  for (const encoded of records.toReversed()) {
    const record = decodeRecord(encoded);
    if (record?.kind !== 'frame' || record.sender !== username) continue;
    const header = decodeFrameHeader(record.body);
    if (!header || header.device !== wanted.device || header.counter > wanted.counter) continue;
    const same = header.counter === wanted.counter && header.message === wanted.message;
    return { same, record };
  }
}

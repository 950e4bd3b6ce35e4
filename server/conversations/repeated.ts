import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frame.ts';
import type { Username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodeRecord } from '../../protocol/records.ts';
import type { Store } from '../store/store.ts';
import type { Appended, Conversation } from './conversation.ts';
import { speakerName } from './log-state.ts';

/** The first answer to a frame that came before, looked up in the log; otherwise which counter is expected. */
export async function answerRepeated(
  store: Store,
  { id, durable, ordered }: Conversation,
  username: Username,
  header: FrameHeader,
): Promise<Result<Appended>> {
  const name = speakerName(header.device, username);
  const expected = (ordered.speakers.get(name)?.counter ?? 0) + 1;
  let last = durable.speakers.get(name)?.seq ?? 0;
  while (last > 0) {
    const first = Math.max(1, last - limits.pageRecords + 1);
    const found = findFrame(await store.read(id, first, last), username, header);
    if (found) return found.same ? ok(found.answer) : refuse('out-of-order', { expected });
    last = first - 1;
  }
  return refuse('out-of-order', { expected });
}

/** The device's newest frame that is not behind the one looked for, which it is or which rules it out. */
function findFrame(records: readonly Uint8Array[], username: Username, wanted: FrameHeader) {
  for (const encoded of records.toReversed()) {
    const record = decodeRecord(encoded);
    if (record?.kind !== 'frame' || record.sender !== username) continue;
    const header = decodeFrameHeader(record.body);
    if (!header || header.device !== wanted.device || header.counter > wanted.counter) continue;
    const same = header.counter === wanted.counter && header.message === wanted.message;
    return { same, answer: { seq: record.seq, at: record.at } };
  }
}

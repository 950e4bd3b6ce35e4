import { sha256 } from '../../node/sha256.ts';
import { lengthPrefixed, toBase64url, uint32, utf8 } from '../../protocol/bytes.ts';
import type { Content } from '../../protocol/content/content.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { RequestOf } from '../../protocol/events.ts';
import { type Address, type ConversationId, type ReportId, reportId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodeRecord } from '../../protocol/records.ts';
import type { FiledReport } from '../../protocol/reports.ts';
import { withConversationAs } from '../conversations/state/memberships.ts';
import { visibleRange } from '../conversations/visibility/visible-range.ts';
import { proveReport } from './proof.ts';
import type { ReportDependencies, ReportShelf } from './report-shelf.ts';

type Wanted = RequestOf<'reports:file'>;
type FiledFrame = FiledReport['frames'][number];

/** Files only what proves itself: each frame is one that the reporter may see, and opens with its key as its author signed it. */
export async function fileReport(
  dependencies: ReportDependencies,
  shelf: ReportShelf,
  wanted: Wanted,
  reporter: Address,
): Promise<Result<Record<string, never>>> {
  const { directory, now } = dependencies;
  const { conversation, reported } = wanted;
  const seqs = wanted.frames.map(({ seq }) => seq);
  const areInOrder = seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0));
  if (!areInOrder || !seqs.includes(reported))
    return refuse('bad-request', { detail: 'frames: ascending, with the reported one' });
  const found = await findFrames(dependencies, wanted, reporter);
  if (!found.ok) return found;
  const { sender, kind, frames } = found.value;
  if (sender === reporter) return unproven('it is the reporter’s own message');
  if (frames.reduce((sum, { frame }) => sum + frame.length, 0) > limits.reportBytes)
    return refuse('too-large', { limit: limits.reportBytes });
  const proven = await proveReport(directory, { conversation, sender, frames });
  const unfit = proven.findIndex((one, index) => !one.ok || !mayBe(one.content, seqs[index] === reported));
  if (unfit !== -1) return unproven(`position ${seqs[unfit]} is not what its key opens`);
  const id = idOf(reporter, conversation, reported);
  return shelf.put({ id, at: now(), reporter, conversation, kind, sender, reported, frames });
}

function findFrames(
  dependencies: ReportDependencies,
  { conversation: id, frames }: Wanted,
  reporter: Address,
): Promise<Result<Pick<FiledReport, 'sender' | 'kind' | 'frames'>>> {
  const { store, directory } = dependencies;
  return withConversationAs(dependencies, id, reporter, async (conversation) => {
    const range = visibleRange(directory, conversation, reporter);
    const { kind } = conversation.durable;
    if (!range || !kind) return refuse('no-such-conversation');
    const found: FiledFrame[] = [];
    const senders = new Set<Address>();
    for (const { seq, key } of frames) {
      const isVisible = seq >= range.first && seq <= range.last;
      const [encoded] = isVisible ? await store.read(id, seq, seq) : [];
      const record = encoded && decodeRecord(encoded);
      if (record?.kind !== 'frame') return unproven(`there is no message at position ${seq}`);
      senders.add(record.sender);
      found.push({ seq, at: record.at, frame: record.body, ...(key && { key }) });
    }
    const [sender, ...others] = senders;
    return sender && others.length === 0
      ? ok({ sender, kind, frames: found })
      : unproven('the messages are of several people');
  });
}

/** The reported frame is a text; what comes with it may be an edit of one, too. */
function mayBe({ type }: Content, isReported: boolean): boolean {
  return type === 'text' || (type === 'edit' && !isReported);
}

function idOf(reporter: Address, conversation: ConversationId, seq: number): ReportId {
  const name = [utf8('parley report v1'), utf8(reporter), utf8(conversation), uint32(seq)];
  return reportId.parse(toBase64url(sha256(...name.map(lengthPrefixed)).subarray(0, 16)));
}

function unproven(detail: string): Refusal {
  return refuse('report-unproven', { detail });
}

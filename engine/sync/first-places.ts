// A genuine frame may be appended to a log a second time. Its first place lies behind the position that its sender had
// seen, so that a device which holds the log from there on knows it again; what it doesn't hold it looks through first.

import { nextLogHash } from '../../node/log-hash.ts';
import { sha256 } from '../../node/sha256.ts';
import { fromBase64url } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { decodePage, decodeRecord, erasedBody } from '../../protocol/records.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { equal } from '../encryption/primitives.ts';
import { findHash, findLastCounter, findRange } from '../log/log-table.ts';
import type { Incoming, ReceivedPage } from './incoming.ts';

interface SeenBefore {
  readonly seq: number;
  readonly seenSeq: number;
}

/**
 * What is left of the records below what is held once they are erased: frames of devices that are new here may have
 * been among them before.
 */
export async function earlierThan(
  dependencies: ConversationDependencies,
  incoming: Pick<Incoming, 'altered'>,
  conversation: ConversationId,
  page: ReceivedPage,
): Promise<Result<readonly Uint8Array[]>> {
  const low = findRange(dependencies.db, conversation, page.first - 1)?.low ?? page.first;
  const earliest = Math.min(low, ...firstOfNewDevices(dependencies, conversation, page).map(earliestPlace));
  const from = Math.max(earliest, findConversation(dependencies.db, conversation)?.first ?? 1);
  const bodies: Uint8Array[] = [];
  for (let before = low; before > from; ) {
    const answer = await dependencies.connection.request('conversations:history', {
      conversation,
      before,
      limit: Math.min(limits.pageRecords, before - from),
    });
    if (!answer.ok) return answer;
    const records = decodePage(answer.value.page) ?? [];
    if (records.length === 0) return refuse('verification-failed', { detail: 'an empty page' });
    const end = records.reduce(nextLogHash, fromBase64url(answer.value.hashBefore));
    const bound =
      before === page.first ? page.hashBefore : findHash(dependencies.db, conversation, before - 1);
    if (bound && !equal(bound, end)) incoming.altered(conversation);
    bodies.push(...records.flatMap(bodyWithoutContent));
    before -= records.length;
  }
  return ok(bodies);
}

function bodyWithoutContent(encoded: Uint8Array): readonly Uint8Array[] {
  const record = decodeRecord(encoded);
  if (!record) return [];
  return [record.kind === 'frame' ? erasedBody(record.body, sha256) : record.body];
}

/** The first frame of each device of which none is held here. */
function firstOfNewDevices(
  dependencies: ConversationDependencies,
  conversation: ConversationId,
  page: ReceivedPage,
): readonly SeenBefore[] {
  const devices = new Map<string, SeenBefore>();
  for (const [index, encoded] of page.records.entries()) {
    const record = decodeRecord(encoded);
    const header = record?.kind === 'frame' ? decodeFrameHeader(record.body) : undefined;
    if (!header || devices.has(header.device) || header.device === dependencies.account.device) continue;
    if (findLastCounter(dependencies.db, conversation, header.device) !== undefined) continue;
    devices.set(header.device, { seq: page.first + index, seenSeq: header.seenSeq });
  }
  return [...devices.values()];
}

/** The server sees to it that this is near, but for those that claim to have seen nothing. */
function earliestPlace({ seq, seenSeq }: SeenBefore): number {
  return seenSeq === 0 ? Math.max(1, seq - limits.seenRecords) : Math.min(seenSeq + 1, seq);
}

// The second stage of taking a page over: the keys that its records need and that aren't here yet.
import { type ErrorCode, ok, type Result } from '../../protocol/errors.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import type { Address, ConversationId } from '../../protocol/ids.ts';
import { authorKey } from '../../protocol/manifest.ts';
import type { LogRecord } from '../../protocol/records.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { findCurrentEpoch, findEpoch } from '../conversations/epoch-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Database } from '../database/database.ts';

/**
 * Fetches what the page needs and isn't here: its own changes first, then epochs, then senders' devices. Only a
 * verdict leaves records unreadable; whatever may pass is refused, and the page is taken over another time.
 */
export async function fetchKeys(
  { db, people, logger }: Pick<ConversationDependencies, 'db' | 'people' | 'logger'>,
  epochs: Pick<Epochs, 'refresh'>,
  conversation: ConversationId,
  records: readonly LogRecord[],
): Promise<Result<undefined>> {
  if (records.some((record) => needsEpoch(db, conversation, record))) {
    const refreshed = await epochs.refresh(conversation);
    if (!refreshed.ok && !isVerdict(refreshed.code)) return refreshed;
    if (!refreshed.ok) logger.warn({ conversation, code: refreshed.code }, 'changes not taken over');
  }
  const strangers = new Set(records.flatMap((record) => findStranger({ people }, record)));
  for (const address of strangers) {
    const fetched = await people.manifests([address]);
    if (!fetched.ok && !isVerdict(fetched.code)) return fetched;
    if (!fetched.ok) logger.warn({ address, code: fetched.code }, 'sender not verified');
  }
  return ok(undefined);
}

function needsEpoch(db: Database, conversation: ConversationId, record: LogRecord): boolean {
  if (record.kind === 'change') {
    const current = findCurrentEpoch(db, conversation);
    return current === undefined || current.seq < record.seq;
  }
  const header = decodeFrameHeader(record.body);
  return header !== undefined && header.epoch > 0 && !findEpoch(db, conversation, header.epoch);
}

/** The sender of a frame, where the signing device isn't in the manifest that is stored here. */
export function findStranger(
  { people }: Pick<ConversationDependencies, 'people'>,
  record: LogRecord,
): Address[] {
  const header = record.kind === 'frame' ? decodeFrameHeader(record.body) : undefined;
  if (!header) return [];
  return authorKey(people.cachedHistory(record.sender), header.device, record.at) ? [] : [record.sender];
}

const verdicts: readonly ErrorCode[] = ['verification-failed', 'identity-changed', 'no-such-conversation'];

/** True if the server would answer a repeated request in the same way. */
export function isVerdict(code: ErrorCode): boolean {
  return verdicts.includes(code);
}

// The user accepts the log as the server has it now. What the server has lost, or has otherwise, stays here behind
// the last position up to which both agree; everything from there on is fetched anew.

import type { Queue } from '../../node/keyed-queue.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { findConversation, lowerPositions, setStopped } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { dropEpochsBehind, findCurrentEpoch } from '../conversations/epoch-table.ts';
import { cutLog, findHash, findNewestRange, listKnownPositions, putHash } from '../log/log-table.ts';
import { loseContentsBehind } from '../messages/content/content.ts';
import type { MessageRow } from '../messages/message-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { fetchLogEnd, type LogEnd } from './log-end.ts';
import type { Sync } from './sync.ts';

/** Beyond the end of every log. */
const END = 2 ** 32 - 1;

interface Agreement {
  readonly end: LogEnd;
  /** The last position up to which the server's log is the one held here. */
  readonly seq: number;
}

interface AdoptionDependencies {
  readonly sync: Pick<Sync, 'catchUp'>;
  readonly queue: Queue;
  readonly changes: Pick<ChangeFeed, 'changed'>;
}

export async function adoptHistory(
  dependencies: ConversationDependencies,
  { sync, queue, changes }: AdoptionDependencies,
  conversation: ConversationId,
): Promise<Result<undefined>> {
  const cut = await queue.run(conversation, async () => {
    const agreement = await findAgreement(dependencies, conversation);
    if (!agreement.ok) return agreement;
    const messages = dependencies.db.transaction(() =>
      cutBehind(dependencies, conversation, agreement.value),
    );
    changes.changed({ conversation, messages });
    return ok(agreement.value.end);
  });
  if (!cut.ok) return cut;
  const end = cut.value;
  const fetched = await sync.catchUp(conversation);
  if (!fetched.ok) dependencies.logger.warn({ conversation, code: fetched.code }, 'not fetched yet');
  // Where a record of the server's is damaged, its head doesn't follow from what it shows.
  const isHeld = findHash(dependencies.db, conversation, end.head) !== undefined;
  if (isHeld && end.head > 0) putHash(dependencies.db, conversation, end.head, fromBase64url(end.hash));
  return ok(undefined);
}

/** Goes on behind a change that could not be taken over: the log is the one held here. */
export async function passOverChange(
  dependencies: ConversationDependencies,
  { sync, changes }: AdoptionDependencies,
  conversation: ConversationId,
): Promise<Result<undefined>> {
  setStopped(dependencies.db, conversation, undefined);
  dependencies.logger.warn({ conversation }, 'going on behind an altered change');
  changes.changed({ conversation });
  const fetched = await sync.catchUp(conversation);
  if (!fetched.ok) dependencies.logger.warn({ conversation, code: fetched.code }, 'not fetched yet');
  return ok(undefined);
}

/** Both agree up to some position and differ from there on: looked for by halves. */
async function findAgreement(
  dependencies: ConversationDependencies,
  conversation: ConversationId,
): Promise<Result<Agreement>> {
  const end = await fetchLogEnd(dependencies, conversation, END);
  if (!end.ok) return end;
  const high = findNewestRange(dependencies.db, conversation)?.high ?? 0;
  const before = (findConversation(dependencies.db, conversation)?.first ?? 1) - 1;
  const held = listKnownPositions(dependencies.db, conversation, Math.min(high, end.value.head));
  const known = [before, ...held.filter((seq) => seq > before)];
  let [agreed, differs] = [0, known.length];
  while (agreed + 1 < differs) {
    const middle = Math.floor((agreed + differs) / 2);
    const seq = known[middle] ?? 0;
    const there = await fetchLogEnd(dependencies, conversation, seq);
    if (!there.ok) return there;
    const ours = findHash(dependencies.db, conversation, seq);
    if (ours && toBase64url(ours) === there.value.hash) agreed = middle;
    else differs = middle;
  }
  return ok({ end: end.value, seq: known[agreed] ?? before });
}

/** Returns the messages that the server has lost, as they were left. */
function cutBehind(
  dependencies: ConversationDependencies,
  conversation: ConversationId,
  { end, seq }: Agreement,
): readonly MessageRow[] {
  const { address: sender, device } = dependencies.account;
  cutLog(dependencies.db, conversation, seq);
  dropEpochsBehind(dependencies.db, conversation, seq);
  lowerPositions(dependencies.db, conversation, seq, end.head);
  setStopped(dependencies.db, conversation, undefined);
  dependencies.marks.goOn(conversation, findCurrentEpoch(dependencies.db, conversation)?.epoch ?? 0, seq);
  dependencies.logger.warn({ conversation, seq }, 'going on with the history that the server has');
  return loseContentsBehind(dependencies.db, conversation, seq, { sender, device });
}

// The user accepts the log as the server has it now. What the server has lost, or has otherwise, stays here behind
// the last position up to which both agree; everything from there on is fetched anew.

import type { Queue } from '../../node/keyed-queue.ts';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { lowerPositions, setStopped } from '../conversations/conversation-table.ts';
import { currentEpoch, dropEpochsBehind } from '../conversations/epoch-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { cutLog, hashAt, knownPositions, newestRange, putHash } from '../log/log-table.ts';
import { loseContentsBehind } from '../messages/content/content.ts';
import type { MessageRow } from '../messages/message-table.ts';
import type { ChangeFeed } from './change-feed.ts';
import { endOfLog, type LogEnd } from './log-end.ts';
import type { Sync } from './sync.ts';

/** Beyond the end of every log. */
const END = 2 ** 32 - 1;

interface Agreement {
  readonly end: LogEnd;
  /** The last position up to which the server's log is the one held here. */
  readonly seq: number;
}

interface Parts {
  readonly sync: Pick<Sync, 'catchUp'>;
  readonly queue: Queue;
  readonly changes: Pick<ChangeFeed, 'changed'>;
}

export async function adoptHistory(
  scope: Scope,
  { sync, queue, changes }: Parts,
  conversation: ConversationId,
): Promise<Result<undefined>> {
  const cut = await queue.run(conversation, async () => {
    const agreement = await findAgreement(scope, conversation);
    if (!agreement.ok) return agreement;
    const messages = scope.db.transaction(() => cutBehind(scope, conversation, agreement.value));
    changes.changed({ conversation, messages });
    return ok(agreement.value.end);
  });
  if (!cut.ok) return cut;
  const end = cut.value;
  const fetched = await sync.catchUp(conversation);
  if (!fetched.ok) scope.logger.warn({ conversation, code: fetched.code }, 'not fetched yet');
  // Where a record of the server's is damaged, its head doesn't follow from what it shows.
  const isHeld = hashAt(scope.db, conversation, end.head) !== undefined;
  if (isHeld && end.head > 0) putHash(scope.db, conversation, end.head, fromBase64url(end.hash));
  return ok(undefined);
}

/** Goes on behind a change that could not be taken over: the log is the one held here. */
export async function passOverChange(
  scope: Scope,
  { sync, changes }: Parts,
  conversation: ConversationId,
): Promise<Result<undefined>> {
  setStopped(scope.db, conversation, undefined);
  scope.logger.warn({ conversation }, 'going on behind an altered change');
  changes.changed({ conversation });
  const fetched = await sync.catchUp(conversation);
  if (!fetched.ok) scope.logger.warn({ conversation, code: fetched.code }, 'not fetched yet');
  return ok(undefined);
}

/** Both agree up to some position and differ from there on: looked for by halves. */
async function findAgreement(scope: Scope, conversation: ConversationId): Promise<Result<Agreement>> {
  const end = await endOfLog(scope, conversation, END);
  if (!end.ok) return end;
  const high = newestRange(scope.db, conversation)?.high ?? 0;
  const known = [0, ...knownPositions(scope.db, conversation, Math.min(high, end.value.head))];
  let [agreed, differs] = [0, known.length];
  while (agreed + 1 < differs) {
    const middle = Math.floor((agreed + differs) / 2);
    const seq = known[middle] ?? 0;
    const there = await endOfLog(scope, conversation, seq);
    if (!there.ok) return there;
    const ours = hashAt(scope.db, conversation, seq);
    if (ours && toBase64url(ours) === there.value.hash) agreed = middle;
    else differs = middle;
  }
  return ok({ end: end.value, seq: known[agreed] ?? 0 });
}

/** Returns the messages that the server has lost, as they were left. */
function cutBehind(
  scope: Scope,
  conversation: ConversationId,
  { end, seq }: Agreement,
): readonly MessageRow[] {
  const { address: sender, device } = scope.account;
  cutLog(scope.db, conversation, seq);
  dropEpochsBehind(scope.db, conversation, seq);
  lowerPositions(scope.db, conversation, seq, end.head);
  setStopped(scope.db, conversation, undefined);
  scope.marks.goOn(conversation, currentEpoch(scope.db, conversation)?.epoch ?? 0, seq);
  scope.logger.warn({ conversation, seq }, 'going on with the history that the server has');
  return loseContentsBehind(scope.db, conversation, seq, { sender, device });
}

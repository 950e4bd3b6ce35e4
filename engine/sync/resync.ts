// Brings everything up to the server's state when the connection is there, and again a little later when something
// of that was refused for now: on a living connection nothing else would.
import type { ConversationSummary } from '../../protocol/conversations.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { noticeOf } from '../api/notices.ts';
import { conversationOf } from '../conversations/conversation-table.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Scope } from '../conversations/scope.ts';
import { behindMarks } from '../high-water-marks/high-water-marks.ts';
import type { Bulk } from './bulk.ts';
import type { ChangeFeed } from './change-feed.ts';
import { isVerdict } from './incoming.ts';
import type { Outbox } from './outbox.ts';
import type { Receipts } from './read-receipts.ts';
import type { Sync } from './sync.ts';

const AGAIN_MILLISECONDS = 5_000;

export interface CatchingUp {
  /** Fetches what has come meanwhile, then sends what waits. Returns what was refused for now. */
  online(): Promise<Result<undefined>>;
  /** Taking over what arrived unasked: what fails of it is made up for. */
  follow(work: Promise<Result<undefined>>): void;
  /** A person goes on without what other devices of the account have seen and this one never had. */
  acceptWithheld(): void;
  /** Starts nothing new. */
  close(): void;
}

interface Parts {
  readonly bulk: Bulk;
  readonly changes: Pick<ChangeFeed, 'changed' | 'recount'>;
  readonly epochs: Pick<Epochs, 'forgetFreshness'>;
  readonly outbox: Pick<Outbox, 'flushAll'>;
  readonly receipts: Pick<Receipts, 'reportAgain' | 'gathered'>;
  readonly sync: Pick<Sync, 'all' | 'catchUp'>;
}

export function createCatchingUp(
  scope: Scope,
  { bulk, changes, epochs, outbox, receipts, sync }: Parts,
): CatchingUp {
  let closed = false;
  let again: (() => void) | undefined;
  /** Conversations of which other devices of the account have seen more. */
  let withheld: ConversationId[] = [];
  const reported = new Set<ConversationId>();

  async function online(): Promise<Result<undefined>> {
    again?.();
    again = undefined;
    epochs.forgetFreshness();
    const synced = await settled(syncAll());
    if (closed) return synced;
    // What is written goes out, whatever could not be fetched.
    outbox.flushAll();
    if (!synced.ok) syncAgain(synced);
    return synced;
  }

  /** Returns the first refusal that isn't a verdict on one conversation: the others go on. */
  async function syncAll(): Promise<Result<undefined>> {
    // Before the list is asked for: what is pushed meanwhile may be newer than it.
    const seen = scope.marks.seen();
    const listed = await sync.all();
    if (!listed.ok) return listed;
    withheld = behindMarks(seen, listed.value).filter((id) => !conversationOf(scope.db, id)?.stopped);
    notifyWithheld();
    changes.recount();
    await receipts.reportAgain(listed.value.filter(isBehind).map(({ id }) => id));
    const ids = listed.value.toSorted((a, b) => b.unread - a.unread).map(({ id }) => id);
    for (const conversation of ids) changes.changed({ conversation });
    return receipts.gathered(() => catchUpWith(ids));
  }

  /** Once for each conversation. */
  function notifyWithheld(): void {
    const conversations = withheld.filter((id) => !reported.has(id));
    if (conversations.length === 0) return;
    for (const id of conversations) reported.add(id);
    scope.logger.error({ conversations }, 'the server shows less than was seen before');
    scope.emit('notice', noticeOf('history-withheld'));
  }

  /** Many at once, then each by itself: there is mostly nothing left to fetch then. */
  async function catchUpWith(ids: readonly ConversationId[]): Promise<Result<undefined>> {
    const fetched = await settled(bulk.catchUp(ids, () => !closed));
    if (!fetched.ok && fetched.code !== 'internal') return fetched;
    let refusal: Refusal | undefined;
    for (const id of ids) {
      if (closed) break;
      const caughtUp = await settled(sync.catchUp(id));
      if (!caughtUp.ok && !isVerdict(caughtUp.code)) refusal ??= caughtUp;
    }
    return refusal ?? ok(undefined);
  }

  /** A server that was set back has forgotten what it was told. */
  function isBehind({ id, read }: ConversationSummary): boolean {
    return (conversationOf(scope.db, id)?.read ?? 0) > read;
  }

  function follow(work: Promise<Result<undefined>>): void {
    settled(work).then((result) => {
      if (!result.ok) syncAgain(result);
    });
  }

  function settled(work: Promise<Result<undefined>>): Promise<Result<undefined>> {
    return work.catch((error: unknown) => {
      scope.logger.error({ error }, 'taking over what the server has failed');
      return refuse('internal');
    });
  }

  function syncAgain({ code }: Refusal): void {
    if (closed || isVerdict(code) || scope.connection.state !== 'online') return;
    again ??= scope.clock.after(AGAIN_MILLISECONDS, () => follow(online()));
  }

  return {
    online,
    follow,
    acceptWithheld() {
      for (const id of withheld.splice(0)) scope.marks.goOn(id, 0, 0);
    },
    close() {
      closed = true;
      again?.();
    },
  };
}

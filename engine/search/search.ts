// Searches the messages that are stored here and that the user may see, the newest first. The index names those that may
// have all words; each is then compared, so that the hits are those that a reader of every message would find.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, address, type ConversationId, conversationId } from '../../protocol/ids.ts';
import type { ParametersOf, SearchPage } from '../api/api.ts';
import {
  type ConversationRow,
  findConversation,
  listConversations,
} from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { standingOf } from '../conversations/standing.ts';
import { flag } from '../database/columns.ts';
import { findRanges, normaliseText } from '../database/normalised-text.ts';
import { timeOfKey, UNPLACED_KEYS } from '../database/search-index.ts';
import { listBlocked } from '../decisions/decision-table.ts';
import { findNewestRange } from '../log/log-table.ts';
import { endOf, findMessageAt, listMessagesBehind } from '../messages/message-table.ts';
import { titleOf, viewMessage } from '../messages/message-view.ts';
import { addressFromTyped } from '../people/names.ts';
import { findIndexedTime } from './message-index.ts';
import { indexQuery, isEmpty, parseQuery, type SearchQuery } from './search-query.ts';

type Dependencies = Pick<ConversationDependencies, 'db' | 'clock' | 'serverTime' | 'account'>;

const PAGE_HITS = 20;
/** Read at one go: a millisecond or two. */
const AT_ONCE = 100;
/** Looked at for one page, where the index names them, and where every message has to be read. */
const MOST_NAMED = 20_000;
const MOST_READ = 5_000;
const LAST_KEY = 2n ** 63n - 1n;

const candidateRow = z.object({
  key: z.string(),
  position: z.number(),
  conversation: conversationId,
  seq: z.number().optional(),
  lost: z.number(),
  sender: address,
  counts: flag,
  text: z.string(),
  sent_at: z.number(),
});
type Candidate = z.output<typeof candidateRow>;

const COLUMNS = 'messages.position, conversation, seq, lost, sender, counts, text, sent_at';
const JOINED = `CROSS JOIN message_times AS times ON times.key = found.key
  CROSS JOIN messages ON messages.position = times.position WHERE kind = 'text' AND text IS NOT NULL
  ORDER BY found.key DESC`;
const NAMED = `SELECT CAST(found.key AS TEXT) AS key, ${COLUMNS} FROM (
  SELECT rowid AS key FROM message_words WHERE message_words MATCH ? AND rowid < ? AND rowid >= ?
    ORDER BY rowid DESC LIMIT ?) AS found ${JOINED}`;
const ALL = `SELECT CAST(found.key AS TEXT) AS key, ${COLUMNS} FROM (
  SELECT key FROM message_times WHERE key < ? AND key >= ? ORDER BY key DESC LIMIT ?) AS found ${JOINED}`;
const UNPLACED = `SELECT CAST(position + ${UNPLACED_KEYS} AS TEXT) AS key, ${COLUMNS} FROM messages
  WHERE seq IS NULL AND kind = 'text' AND text IS NOT NULL AND position < ? ORDER BY position DESC LIMIT ?`;

/** What one search goes through. */
interface Scope {
  readonly query: SearchQuery;
  readonly words: string | undefined;
  readonly conversations: ReadonlyMap<ConversationId, ConversationRow>;
  readonly senders: ReadonlySet<Address> | undefined;
  readonly hidden: ReadonlySet<Address>;
}

/**
 * Refuses with `bad-request` where there is nothing to look for, and with `no-such-conversation` and `request-pending`. It never
 * holds the engine up: other work comes between the parts of a long search.
 */
export async function searchMessages(
  dependencies: Dependencies,
  parameters: ParametersOf<'search'>,
): Promise<Result<SearchPage>> {
  const query = parseQuery(parameters.text);
  if (isEmpty(query)) return refuse('bad-request', { detail: 'a search needs a word, or a filter' });
  const scope = scopeOf(dependencies, query, parameters.conversation);
  if (!scope.ok) return scope;
  const { limit = PAGE_HITS, before } = parameters;
  let below = before === undefined ? LAST_KEY : BigInt(before);
  if (below > LAST_KEY) below = LAST_KEY;
  const hits: SearchPage['hits'][number][] = [];
  const most = scope.value.words === undefined ? MOST_READ : MOST_NAMED;
  for (let read = 0; read < most; read += AT_ONCE) {
    if (read > 0) await new Promise(setImmediate);
    const candidates = listCandidates(dependencies, scope.value, below);
    for (const candidate of candidates) {
      below = BigInt(candidate.key);
      const hit =
        isHit(dependencies, scope.value, candidate) && viewHit(dependencies, scope.value, candidate);
      if (hit) hits.push(hit);
      if (hits.length === limit) return ok(pageOf(dependencies, scope.value, hits, below));
    }
    if (candidates.length === 0) return ok(pageOf(dependencies, scope.value, hits, undefined));
  }
  return ok(pageOf(dependencies, scope.value, hits, below));
}

function scopeOf(
  dependencies: Dependencies,
  query: SearchQuery,
  within: ConversationId | undefined,
): Result<Scope> {
  const { db, account } = dependencies;
  const one = within && findConversation(db, within);
  if (within && !one) return refuse('no-such-conversation');
  const isPerson = one?.kind === 'direct';
  const rows = one ? [one] : listConversations(db);
  const readable = rows.filter((row) => {
    const standing = standingOf(dependencies, row);
    // What the user has blocked stays the user's own to look at, in its place.
    return standing === 'open' || (isPerson && standing === 'blocked');
  });
  if (one && readable.length === 0) return refuse('request-pending');
  const meant = readable.filter((row) => isWithin(query, titleOf(dependencies, row)));
  const senders = query.from.flatMap((typed) => {
    if (typed.toLowerCase() === 'me') return [account.address];
    const found = addressFromTyped(typed, account.serverName);
    return found.ok ? [found.value] : [];
  });
  return ok({
    query,
    words: indexQuery(query.terms),
    conversations: new Map(meant.map((row) => [row.id, row])),
    senders: query.from.length > 0 ? new Set(senders) : undefined,
    hidden: new Set(isPerson ? [] : listBlocked(db)),
  });
}

function isWithin({ within }: SearchQuery, title: string): boolean {
  return within.length === 0 || within.some((part) => normaliseText(title).includes(part));
}

/** The next ones below a key: first those without a place in the log, which are the newest. */
function listCandidates(
  { db }: Dependencies,
  { query, words, conversations }: Scope,
  below: bigint,
): readonly Candidate[] {
  if (conversations.size === 0) return [];
  if (below > UNPLACED_KEYS) {
    const unplaced = db.all(candidateRow, UNPLACED, below - UNPLACED_KEYS, AT_ONCE);
    if (unplaced.length > 0) return unplaced;
  }
  const until = keyAt(query.until ?? Number.MAX_SAFE_INTEGER);
  const placed = [below < until ? below : until, keyAt(query.since ?? 0), AT_ONCE] as const;
  return words === undefined
    ? db.all(candidateRow, ALL, ...placed)
    : db.all(candidateRow, NAMED, words, ...placed);
}

/** The lowest key at a time. */
function keyAt(time: number): bigint {
  const key = BigInt(Math.max(0, time)) << 20n;
  return key < UNPLACED_KEYS ? key : UNPLACED_KEYS;
}

function isHit({ account }: Dependencies, scope: Scope, candidate: Candidate): boolean {
  const { query, conversations, senders, hidden } = scope;
  const { sender, sent_at: sentAt } = candidate;
  const conversation = conversations.get(candidate.conversation);
  if (!conversation || hidden.has(sender) || (senders && !senders.has(sender))) return false;
  if (sentAt < (query.since ?? 0) || sentAt >= (query.until ?? Number.POSITIVE_INFINITY)) return false;
  const isUnread =
    candidate.counts &&
    candidate.lost === 0 &&
    (candidate.seq ?? 0) > conversation.read &&
    sender !== account.address;
  if (query.unread && !isUnread) return false;
  if (query.terms.length === 0) return true;
  const text = normaliseText(candidate.text);
  return query.terms.every((term) => text.includes(term));
}

function viewHit(
  dependencies: Dependencies,
  { query, conversations }: Scope,
  { position, conversation: id, text }: Candidate,
): SearchPage['hits'][number] | undefined {
  const row = findMessageAt(dependencies.db, position);
  const conversation = conversations.get(id);
  if (!row || !conversation) return undefined;
  return {
    message: viewMessage(dependencies, conversation, row),
    title: titleOf(dependencies, conversation),
    ranges: findRanges(text, query.terms),
  };
}

/** `reached`: the key of the last message that was looked at; undefined where there are no more. */
function pageOf(
  dependencies: Dependencies,
  scope: Scope,
  hits: SearchPage['hits'],
  reached: bigint | undefined,
): SearchPage {
  const now = dependencies.clock.now();
  const indexed = findIndexedTime(dependencies.db);
  const searched = reached === undefined ? indexed : Math.max(timeOfKey(reached), indexed ?? 0);
  const complete = findCompleteTime(dependencies, scope);
  return {
    hits,
    ...(reached !== undefined && { next: String(reached) }),
    ...(searched !== undefined && { searchedTo: new Date(Math.min(searched, now)).toISOString() }),
    ...(complete !== undefined && { completeTo: new Date(complete).toISOString() }),
  };
}

/** Since when this computer has everything of the conversations that the server has; undefined where that is all of it. */
function findCompleteTime({ db, clock }: Dependencies, { conversations }: Scope): number | undefined {
  const times = [...conversations.values()].flatMap(({ id, head, first }) => {
    const range = findNewestRange(db, id);
    if (head < first || (range && range.low <= first)) return [];
    const oldest = range && listMessagesBehind(db, id, endOf(range.low - 1), range.high, 1)[0];
    return [oldest?.sentAt ?? clock.now()];
  });
  return times.length > 0 ? Math.max(...times) : undefined;
}

// A conversation in memory. `ordered` has every record with a position, `durable` those on disk; answers come from
// `durable` only. Everything that decides a position runs without a pause between looking at `ordered` and appending
// to it: that is the queue.
import type { ConversationKind } from '../../../protocol/conversations.ts';
import type { Refusal, Result } from '../../../protocol/errors.ts';
import type { Address, ConversationId, DeviceId, MessageId } from '../../../protocol/ids.ts';
import { isForEveryone } from '../../../protocol/membership-rules.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Committed, Store } from '../../store/store.ts';
import type { Entry } from './log-state.ts';
import { copyState, type LogState } from './log-state.ts';
import type { Proposal } from './membership.ts';
import { createMembership, type Membership, membershipPath, readPositions } from './membership.ts';
import type { NewestRecords } from './newest-records.ts';
import { loadState } from './snapshot.ts';

export interface Appended {
  readonly seq: number;
  readonly at: number;
}

/** Changes that the store commits together with a record. */
export interface Companions {
  readonly proposals: readonly Proposal[];
  /** The members for whom the conversation is new with it, or moves on after a hold. */
  readonly announceTo: readonly Address[];
  /** Those whose membership ends with it: the last record that they get. */
  readonly departing: readonly Address[];
}

export interface Append extends Companions {
  readonly entry: Entry;
  /** The one that brought the record; the fan-out leaves it out. */
  readonly connection: Connection;
  readonly answer: PromiseWithResolvers<Result<Appended>>;
  committed: Committed | undefined;
  /** What the store threw: a bug, unless it was out of turn because the store refused the one before. */
  error: unknown;
}

export interface Conversation {
  readonly id: ConversationId;
  ordered: LogState;
  readonly durable: LogState;
  /** Of `ordered`. */
  readonly newest: NewestRecords;
  /** On their way to the disk, in order. */
  readonly appends: Append[];
  /** The answers to the latest frames by device and message id, those under way included. */
  readonly recent: Map<`${Address} ${DeviceId} ${MessageId}`, Promise<Result<Appended>>>;
  readonly memberships: Map<Address, Membership>;
  /** Set while appends behind a refused one are still coming back. */
  failure: Refusal | undefined;
  /** What has to be prepared before anything else gets a position. */
  turn: Promise<unknown> | undefined;
  snapshotHead: number;
}

export async function loadConversation(
  store: Store,
  id: ConversationId,
  kind: ConversationKind | undefined,
): Promise<Conversation> {
  const { state, newest, snapshotHead } = await loadState(store, id, kind);
  const memberships = await Promise.all(
    state.members.map(async ({ address }) => [address, await loadMembership(store, id, address)] as const),
  );
  return {
    id,
    ordered: copyState(state),
    durable: state,
    newest,
    appends: [],
    recent: new Map(),
    memberships: new Map(memberships),
    failure: undefined,
    turn: undefined,
    snapshotHead,
  };
}

async function loadMembership(store: Store, id: ConversationId, member: Address): Promise<Membership> {
  const stored = await store.get(membershipPath(id, member));
  return createMembership(id, member, stored && readPositions(stored));
}

/** True if there is no such conversation. The Lobby exists before its first record. */
export function isNothing({ durable, ordered }: Conversation): boolean {
  return ordered.head === 0 && durable.head === 0 && !isForEveryone(durable.kind);
}

/** The membership of an account that is known to be a member. */
export function membershipOf(conversation: Conversation, address: Address): Membership {
  const known = conversation.memberships.get(address);
  if (known) return known;
  const created = createMembership(conversation.id, address);
  conversation.memberships.set(address, created);
  return created;
}

/**
 * Runs `act` on what was prepared, behind every act whose preparation began before: preparations may overlap,
 * acts keep the order in which they were asked for (protocol.md 1.5).
 */
export async function inTurn<T, R>(
  conversation: Conversation,
  prepared: T | Promise<T>,
  act: (prepared: T) => Promise<R>,
): Promise<R> {
  if (!(prepared instanceof Promise) && !conversation.turn) return act(prepared);
  const turn = Promise.allSettled([conversation.turn, prepared]).then(() => prepared);
  conversation.turn = turn;
  try {
    const value = await turn;
    // Not awaited: the turn is over once the act has begun.
    return act(value);
  } finally {
    if (conversation.turn === turn) conversation.turn = undefined;
  }
}

/** Gives an answer that rests on records under way once these have come back. */
export async function afterAppends<T>({ appends }: Conversation, answer: T): Promise<T> {
  await Promise.allSettled(appends.map((append) => append.answer.promise));
  return answer;
}

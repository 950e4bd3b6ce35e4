import type { Change } from '../../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import type { Connection, Session } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import type { AppendEntry } from '../state/append.ts';
import type { Cache } from '../state/cache.ts';
import type { Companions } from '../state/conversation.ts';
import {
  type Appended,
  afterAppends,
  type Conversation,
  inTurn,
  membershipOf,
} from '../state/conversation.ts';
import { findRecord } from '../state/find-record.ts';
import { epochIdOf, nextEntry } from '../state/log-state.ts';
import { proposalOf } from '../state/membership.ts';
import { holdEffects } from '../visibility/holds.ts';
import { readChange, refusalForManifests, refusalForMembers } from './change-rules.ts';

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly cache: Cache;
  readonly append: AppendEntry;
}

interface Signed {
  readonly change: Change;
  readonly bytes: Uint8Array;
}

type Prepared =
  | { readonly answer: Result<Appended> }
  | { readonly answer: undefined; readonly signed: Signed };

export function createMakeChange(parts: Parts): Handler<'conversations:change'> {
  return ({ conversation: id, change: bytes }, { session, connection }) =>
    parts.cache.use(id, (conversation) =>
      inTurn(conversation, prepare(parts, conversation, bytes, session), async (prepared) =>
        prepared.answer ? prepared.answer : accept(parts, conversation, prepared.signed, connection),
      ),
    );
}

/** Everything that does not depend on the place in the log. */
async function prepare(
  { store, directory }: Parts,
  conversation: Conversation,
  bytes: Uint8Array,
  session: Session,
): Promise<Prepared> {
  const read = await readChange(directory, bytes, session);
  if (!read.ok) return { answer: read };
  const signed = { change: read.value, bytes };
  if (signed.change.conversation !== conversation.id) {
    return { answer: refuse('bad-request', { detail: 'the change is for another conversation' }) };
  }
  const answer =
    refusalForMembers(directory, signed.change) ??
    (await answerRepeatedChange(store, conversation, signed)) ??
    (await refusalForManifests(directory, signed.change.members));
  return answer ? { answer } : { answer, signed };
}

/** The same change again is the same success; `undefined` when it is a new one. */
async function answerRepeatedChange(
  store: Store,
  conversation: Conversation,
  { change, bytes }: Signed,
): Promise<Result<Appended> | undefined> {
  await afterAppends(conversation, undefined);
  const { id, durable } = conversation;
  const seq = durable.changes[change.epoch - 1];
  if (seq === undefined) return;
  const record = await findRecord(store, id, seq);
  if (!record || epochIdOf(record.body) !== epochIdOf(bytes)) return refuse('version-conflict');
  return ok({ seq, at: record.at });
}

/** Compare-and-set on the epoch. */
async function accept(
  { store, directory, append }: Parts,
  conversation: Conversation,
  signed: Signed,
  connection: Connection,
): Promise<Result<Appended>> {
  const { change, bytes } = signed;
  const { ordered } = conversation;
  const previous = ordered.epoch === 0 ? undefined : ordered.epochId;
  if (change.epoch !== ordered.epoch + 1 || change.previous !== previous) {
    return (await answerRepeatedChange(store, conversation, signed)) ?? refuse('version-conflict');
  }
  const said = { kind: 'change', change, epochId: epochIdOf(bytes) } as const;
  const entry = nextEntry(ordered, change.author, said, bytes);
  const companions =
    ordered.epoch === 0 ? creation(conversation, change) : holdEffects(directory, conversation, entry);
  return append(conversation, entry, connection, companions);
}

function creation(conversation: Conversation, change: Change): Companions {
  const members = change.members.map((member) => member.address);
  const proposals = members.map((member) => proposalOf(membershipOf(conversation, member)));
  return { proposals, announceTo: members };
}

import type { Change, ChangeMember } from '../../../protocol/epoch-change.ts';
import { ok, type Result, refuse } from '../../../protocol/errors.ts';
import { type Member, roleIn } from '../../../protocol/membership-rules.ts';
import type { Connection, Session } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Store } from '../../store/store.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { type Appended, afterAppends, type Conversation, inTurn } from '../state/conversation.ts';
import { findRecord } from '../state/find-record.ts';
import { epochIdOf, nextEntry } from '../state/log-state.ts';
import { loadFormerMemberships } from '../state/memberships.ts';
import { holdEffects } from '../visibility/holds.ts';
import { membershipEffects } from '../visibility/membership-effects.ts';
import { visibleRange } from '../visibility/visible-range.ts';
import {
  readChange,
  refusalForDeleted,
  refusalForManifests,
  refusalForRules,
  refusalForStrangers,
  settingOf,
} from './change-rules.ts';

type MakeChangeDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'cache' | 'append'>;

interface Signed {
  readonly change: Change;
  readonly bytes: Uint8Array;
}

type Prepared =
  | { readonly answer: Result<Appended> }
  | { readonly answer: undefined; readonly signed: Signed };

export function createMakeChange(dependencies: MakeChangeDependencies): Handler<'conversations:change'> {
  return ({ conversation: id, change: bytes }, { session, connection }) =>
    dependencies.cache.use(id, (conversation) =>
      inTurn(conversation, prepare(dependencies, conversation, bytes, session), async (prepared) =>
        prepared.answer ? prepared.answer : accept(dependencies, conversation, prepared.signed, connection),
      ),
    );
}

/** Everything that does not depend on the change's position in the log. */
async function prepare(
  { store, directory }: MakeChangeDependencies,
  conversation: Conversation,
  bytes: Uint8Array,
  session: Session,
): Promise<Prepared> {
  const read = await readChange(directory, bytes, session);
  if (!read.ok) return { answer: read };
  const signed = { change: read.value, bytes };
  const sender = directory.addressOf(session.username);
  const setting = settingOf(directory, conversation, sender, undefined);
  const answer =
    refusalForRules(setting, signed.change) ??
    refusalForStrangers(directory, membersOf(signed.change)) ??
    (await answerRepeatedChange(store, conversation, signed)) ??
    (await refusalForManifests(directory, membersOf(signed.change)));
  if (answer) return { answer };
  await loadFormerMemberships(
    store,
    conversation,
    membersOf(signed.change).map(({ address }) => address),
  );
  return { answer, signed };
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
  { store, directory, append }: MakeChangeDependencies,
  conversation: Conversation,
  signed: Signed,
  connection: Connection,
): Promise<Result<Appended>> {
  const { change, bytes } = signed;
  const { ordered } = conversation;
  const setting = settingOf(directory, conversation, change.author, ordered);
  // A member that has been deleted meanwhile keeps nobody else from making a new key.
  const added = newIn(change.kind === 'group' ? ordered.members : [], membersOf(change));
  const refusal = refusalForRules(setting, change) ?? refusalForDeleted(directory, added);
  if (refusal) return (await answerRepeatedChange(store, conversation, signed)) ?? refusal;
  // A member that was reset has to be taken back before it takes part.
  if (ordered.epoch > 0 && !visibleRange(directory, conversation, change.author))
    return afterAppends(conversation, refuse('no-such-conversation'));
  const payload = { kind: 'change', change, epochId: epochIdOf(bytes) } as const;
  const entry = nextEntry(ordered, change.author, payload, bytes);
  const moves = membershipEffects(directory, conversation, payload, entry);
  const holds = holdEffects(directory, conversation, entry);
  return append(conversation, entry, connection, {
    proposals: [...moves.proposals, ...holds.proposals],
    announceTo: [...moves.announceTo, ...holds.announceTo],
    departing: moves.departing,
  });
}

function newIn(before: readonly Member[], after: readonly ChangeMember[]): readonly ChangeMember[] {
  return after.filter(({ address }) => roleIn(before, address) === undefined);
}

function membersOf(change: Change): readonly ChangeMember[] {
  return change.type === 'members' ? change.members : [];
}

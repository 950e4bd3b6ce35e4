import { toBase64url } from '../../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader, noDigest } from '../../../protocol/frames.ts';
import type { Address } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { frameKindIn, hasReceipts, mayPost, roleIn } from '../../../protocol/membership-rules.ts';
import type { Connection, Session } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import { presenceOf } from '../../people/presence.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import { verifyPublicFrame } from '../public-log/public-frame.ts';
import { type Appended, afterAppends, type Conversation, inTurn } from '../state/conversation.ts';
import { type LogState, logAuthorName, nextEntry } from '../state/log-state.ts';
import { withConversationAs } from '../state/memberships.ts';
import { hashBehind } from '../state/newest-records.ts';
import { holdEffects } from '../visibility/holds.ts';
import { visibleRange } from '../visibility/visible-range.ts';
import { refusalForDeleted, refusalForReset } from './change-rules.ts';
import { answerRememberedFrame, answerRepeatedFrame, conflictAt } from './repeated-frame.ts';

/** How many answers a conversation remembers beyond those under way; it looks older ones up in the log. */
const REMEMBERED = 32;

type SendDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'bus' | 'cache' | 'append'>;

interface Offered {
  readonly frame: Uint8Array;
  readonly header: FrameHeader;
  readonly sender: Address;
  readonly connection: Connection;
}

export function createSend(dependencies: SendDependencies): Handler<'conversations:send'> {
  return async ({ conversation: id, frame }, { session, connection }) => {
    const header = decodeFrameHeader(frame);
    if (header?.conversation !== id) return refuse('bad-request', { detail: 'the frame’s header' });
    const key = keyOf(dependencies.directory, session, header);
    if (key === undefined) return refuse('device-not-listed');
    const sender = dependencies.directory.addressOf(session.username);
    return withConversationAs(dependencies, id, sender, async (conversation) => {
      if (header.kind !== frameKindIn(conversation.durable.kind))
        return refuse('bad-request', { detail: 'the frame’s kind' });
      if (header.kind === 'public' && header.lifetime > 0)
        return refuse('bad-request', { detail: 'nothing disappears in a public conversation' });
      const offered = { frame, header, sender, connection };
      const verified = header.kind === 'public' ? verifyPublicFrame(frame, key) : undefined;
      const appended = await inTurn(conversation, verified, async (content) => {
        if (content && !content.ok) return content;
        // The account may have been reset while others had their turn.
        if (keyOf(dependencies.directory, session, header) === undefined) return refuse('device-not-listed');
        const isStranger = () => visibleRange(dependencies.directory, conversation, sender) === undefined;
        // The conversation may be on its way to the disk.
        if (isStranger()) await afterAppends(conversation, undefined);
        if (isStranger()) return refuse('no-such-conversation');
        return accept(dependencies, conversation, offered);
      });
      if (!appended.ok) return appended;
      return ok({ ...appended.value, recipients: recipientsOf(dependencies, conversation, sender) });
    });
  };
}

function keyOf(directory: Directory, session: Session, header: FrameHeader): string | undefined {
  if (header.device !== session.device) return;
  return directory.find(session.username)?.devices.get(header.device);
}

/** Without a pause from the first look at `ordered` to the append. */
function accept(
  dependencies: SendDependencies,
  conversation: Conversation,
  offered: Offered,
): Promise<Result<Appended>> {
  const { ordered, recent } = conversation;
  const { store } = dependencies;
  const { frame, header, sender } = offered;
  const barred = refusalForRole(ordered, sender, header);
  if (barred) return afterAppends(conversation, barred);
  const name = `${sender} ${header.device} ${header.message}` as const;
  const answered = recent.get(name);
  if (answered) return answerRememberedFrame(store, conversation.id, frame, answered);
  const expected = (ordered.authors.get(logAuthorName(header.device, sender))?.counter ?? 0) + 1;
  if (header.counter < expected) {
    return answerRepeatedFrame(store, conversation, sender, header, frame);
  }
  const gone = ordered.kind === 'direct' && refusalForDeleted(dependencies.directory, ordered.members);
  if (gone) return afterAppends(conversation, gone);
  if (header.epoch !== ordered.epoch || header.epochId !== ordered.epochId) {
    return afterAppends(conversation, refuse('stale-epoch', { epoch: ordered.epoch }));
  }
  const keyless = refusalForKeys(dependencies.directory, ordered);
  if (keyless) return afterAppends(conversation, keyless);
  if (header.counter > expected) return afterAppends(conversation, refuse('out-of-order', { expected }));
  const known = conversation.newest.messages.get(header.message);
  if (known !== undefined) return conflictAt(store, conversation, known, sender, header);
  const refusal = refusalForHistory(dependencies, conversation, offered);
  if (refusal) return afterAppends(conversation, refusal);
  const answer = order(dependencies, conversation, offered);
  recent.set(name, answer);
  forgetOldest(conversation);
  return answer;
}

/** Of the members of an epoch: up to which renewal of mailbox keys none of theirs was renewed. */
const renewalsSeen = new WeakMap<LogState['members'], number>();

/**
 * A member's mailbox may have had a new key since the epoch was made: a device that has been removed since has the epoch's
 * key, and the next message must not be for it. Or a reset has ended the member's keys, and there are no others yet.
 */
function refusalForKeys(directory: Directory, { members, epoch }: LogState): Refusal | undefined {
  if (renewalsSeen.get(members) === directory.mailboxRenewals) return;
  const isOld = members.some(({ address, generation }) => {
    const published = directory.at(address)?.mailboxGeneration;
    return generation !== undefined && published !== undefined && published > generation;
  });
  const refusal =
    refusalForReset(directory, members) ?? (isOld ? refuse('stale-epoch', { epoch }) : undefined);
  if (!refusal) renewalsSeen.set(members, directory.mailboxRenewals);
  return refusal;
}

/** A former member still sees the group, and knows its last epoch. */
function refusalForRole(
  { kind, members, settings }: LogState,
  sender: Address,
  { countsAsUnread }: FrameHeader,
): Refusal | undefined {
  if (mayPost({ kind, members, settings }, sender, countsAsUnread)) return;
  const isMember = roleIn(members, sender) !== undefined;
  return refuse(isMember ? 'only-admins-post' : 'no-longer-a-member');
}

/** Its sender must have seen what a frame claims: readers would take anything else for a forked log. */
function refusalForHistory(
  { directory }: SendDependencies,
  conversation: Conversation,
  { header, sender }: Offered,
): Refusal | undefined {
  const { ordered, newest } = conversation;
  if (header.seenSeq === 0 && header.seenHash === noDigest) return;
  const isNear = header.seenSeq >= ordered.head - limits.seenRecords;
  const hash = isNear ? hashBehind(newest, header.seenSeq) : undefined;
  if (hash && toBase64url(hash) === header.seenHash) return;
  if (isAtVisibleEnd(directory, conversation, sender, header)) return;
  return refuse('history-mismatch', { head: ordered.head });
}

/** However much dnd withholds from an account: what the server has shown it is what it has seen. */
function isAtVisibleEnd(
  directory: Directory,
  conversation: Conversation,
  account: Address,
  { seenSeq, seenHash }: FrameHeader,
): boolean {
  const range = visibleRange(directory, conversation, account);
  return range !== undefined && seenSeq === range.last && toBase64url(range.hash) === seenHash;
}

function order(
  { directory, append }: SendDependencies,
  conversation: Conversation,
  offered: Offered,
): Promise<Result<Appended>> {
  const { frame, header, sender, connection } = offered;
  const entry = nextEntry(conversation.ordered, sender, { kind: 'frame', header }, frame);
  const effects = holdEffects(directory, conversation, entry);
  return append(conversation, entry, connection, effects);
}

function forgetOldest({ recent, appends }: Conversation): void {
  for (const name of recent.keys()) {
    if (recent.size <= REMEMBERED + appends.length) return;
    recent.delete(name);
  }
}

/** The presence of the other member of a direct conversation, for the sender to see. */
function recipientsOf({ directory, bus }: SendDependencies, { durable }: Conversation, sender: Address) {
  if (!hasReceipts(durable.kind)) return [];
  return durable.members.flatMap(({ address: member }) => {
    const entry = member === sender ? undefined : directory.at(member);
    return entry ? [{ address: member, status: presenceOf(entry, bus) }] : [];
  });
}

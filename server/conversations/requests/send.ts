import { toBase64url } from '../../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader, noDigest } from '../../../protocol/frames.ts';
import type { Address } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Connection, Session } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import { presenceOf } from '../../people/presence.ts';
import type { Store } from '../../store/store.ts';
import { verifyPublicFrame } from '../public-log/public-frame.ts';
import type { AppendEntry } from '../state/append.ts';
import type { Cache } from '../state/cache.ts';
import { type Appended, afterAppends, type Conversation, inTurn, isMember } from '../state/conversation.ts';
import { nextEntry, speakerName } from '../state/log-state.ts';
import { hashBehind } from '../state/newest-records.ts';
import { holdEffects, viewOf } from '../visibility/holds.ts';
import { answerRememberedFrame, answerRepeatedFrame, conflictAt } from './repeated-frame.ts';

/** How many answers a conversation remembers beyond those under way; older ones are looked up in the log. */
const REMEMBERED = 32;

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly append: AppendEntry;
}

interface Offered {
  readonly frame: Uint8Array;
  readonly header: FrameHeader;
  readonly sender: Address;
  readonly connection: Connection;
}

export function createSend(parts: Parts): Handler<'conversations:send'> {
  return async ({ conversation: id, frame }, { session, connection }) => {
    const header = decodeFrameHeader(frame);
    if (header?.conversation !== id) return refuse('bad-request', { detail: 'the frame’s header' });
    const key = keyOf(parts.directory, session, header);
    if (key === undefined) return refuse('device-not-listed');
    const sender = parts.directory.addressOf(session.username);
    return parts.cache.use(id, async (conversation) => {
      if (!isOfKind(conversation, header)) return refuse('bad-request', { detail: 'the frame’s kind' });
      const offered = { frame, header, sender, connection };
      const verified = header.kind === 'public' ? verifyPublicFrame(frame, key) : undefined;
      const appended = await inTurn(conversation, verified, async (content) => {
        if (content && !content.ok) return content;
        // The conversation may be on its way to the disk.
        if (!isMember(conversation, sender)) await afterAppends(conversation, undefined);
        if (!isMember(conversation, sender)) return refuse('no-such-conversation');
        return accept(parts, conversation, offered);
      });
      if (!appended.ok) return appended;
      return ok({ ...appended.value, recipients: recipientsOf(parts, conversation, sender) });
    });
  };
}

function keyOf(directory: Directory, session: Session, header: FrameHeader): string | undefined {
  if (header.device !== session.device) return;
  return directory.find(session.username)?.devices.get(header.device);
}

function isOfKind({ durable }: Conversation, { kind }: FrameHeader): boolean {
  return (kind === 'public') === (durable.kind === 'public');
}

/** Without a pause from the first look at `ordered` to the append. */
function accept(parts: Parts, conversation: Conversation, offered: Offered): Promise<Result<Appended>> {
  const { ordered, recent } = conversation;
  const { frame, header, sender } = offered;
  const name = `${sender} ${header.device} ${header.message}` as const;
  const answered = recent.get(name);
  if (answered) return answerRememberedFrame(parts.store, conversation.id, frame, answered);
  const expected = (ordered.speakers.get(speakerName(header.device, sender))?.counter ?? 0) + 1;
  if (header.counter < expected) {
    return answerRepeatedFrame(parts.store, conversation, sender, header, frame);
  }
  if (header.epoch !== ordered.epoch || header.epochId !== ordered.epochId) {
    return afterAppends(conversation, refuse('stale-epoch', { epoch: ordered.epoch }));
  }
  if (header.counter > expected) return afterAppends(conversation, refuse('out-of-order', { expected }));
  const known = conversation.newest.messages.get(header.message);
  if (known !== undefined) return conflictAt(parts.store, conversation, known, sender, header);
  const refusal = refusalForHistory(parts, conversation, offered);
  if (refusal) return afterAppends(conversation, refusal);
  const answer = order(parts, conversation, offered);
  recent.set(name, answer);
  forgetOldest(conversation);
  return answer;
}

/** What a frame says that its sender has seen must be so: readers would take anything else for a forked log. */
function refusalForHistory(
  { directory }: Parts,
  conversation: Conversation,
  { header, sender }: Offered,
): Refusal | undefined {
  const { ordered, newest } = conversation;
  if (header.seenSeq === 0 && header.seenHash === noDigest) return;
  const isNear = header.seenSeq >= ordered.head - limits.seenRecords;
  const hash = isNear ? hashBehind(newest, header.seenSeq) : undefined;
  if (hash && toBase64url(hash) === header.seenHash) return;
  if (isAtView(directory, conversation, sender, header)) return;
  return refuse('history-mismatch', { head: ordered.head });
}

/** However much is held back from somebody: what they were shown is what they have seen. */
function isAtView(
  directory: Directory,
  conversation: Conversation,
  account: Address,
  { seenSeq, seenHash }: FrameHeader,
): boolean {
  if (conversation.durable.kind === 'public') return false;
  const { head, hash } = viewOf(directory, conversation, account);
  return seenSeq === head && toBase64url(hash) === seenHash;
}

function order(parts: Parts, conversation: Conversation, offered: Offered): Promise<Result<Appended>> {
  const { frame, header, sender, connection } = offered;
  const entry = nextEntry(conversation.ordered, sender, { kind: 'frame', header }, frame);
  const effects = holdEffects(parts.directory, conversation, entry);
  return parts.append(conversation, entry, connection, effects);
}

function forgetOldest({ recent, appends }: Conversation): void {
  for (const name of recent.keys()) {
    if (recent.size <= REMEMBERED + appends.length) return;
    recent.delete(name);
  }
}

/** How the others are, so that the sender can be told; in public conversations nobody is addressed. */
function recipientsOf({ directory, bus }: Parts, { durable }: Conversation, sender: Address) {
  return durable.members.flatMap((member) => {
    const entry = member === sender ? undefined : directory.at(member);
    return entry ? [{ address: member, status: presenceOf(entry, bus) }] : [];
  });
}

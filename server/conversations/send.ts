import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { decodeFrameHeader, type FrameHeader } from '../../protocol/frame.ts';
import type { Directory } from '../accounts/directory.ts';
import type { Connection, Connections, Session } from '../connections.ts';
import type { Handler } from '../handlers.ts';
import { presenceOf } from '../people/presence.ts';
import type { Store } from '../store/store.ts';
import type { AppendEntry } from './append.ts';
import type { Cache } from './cache.ts';
import { type Appended, afterAppends, type Conversation, inTurn, isMember } from './conversation.ts';
import { holdEffects } from './holds.ts';
import { nextEntry, speakerName } from './log-state.ts';
import { verifyPublicFrame } from './public-frame.ts';
import { answerRepeated } from './repeated.ts';

/** How many answers a conversation remembers beyond those under way; older ones are looked up in the log. */
const REMEMBERED = 32;

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly connections: Connections;
  readonly cache: Cache;
  readonly append: AppendEntry;
}

interface Offered {
  readonly frame: Uint8Array;
  readonly header: FrameHeader;
  readonly session: Session;
  readonly connection: Connection;
}

export function createSend(parts: Parts): Handler<'conversations:send'> {
  return async ({ conversation: id, frame }, { session, connection }) => {
    const header = decodeFrameHeader(frame);
    if (header?.conversation !== id) return refuse('bad-request', { detail: 'the frame’s header' });
    const key = keyOf(parts.directory, session, header);
    if (key === undefined) return refuse('device-not-listed');
    return parts.cache.use(id, async (conversation) => {
      if (!isOfKind(conversation, header)) return refuse('bad-request', { detail: 'the frame’s kind' });
      const offered = { frame, header, session, connection };
      const verified = header.kind === 'public' ? verifyPublicFrame(frame, key) : undefined;
      const appended = await inTurn(conversation, verified, async (content) => {
        if (content && !content.ok) return content;
        // The conversation may be on its way to the disk.
        if (!isMember(conversation, session.username)) await afterAppends(conversation, undefined);
        if (!isMember(conversation, session.username)) return refuse('no-such-conversation');
        return accept(parts, conversation, offered);
      });
      if (!appended.ok) return appended;
      return ok({ ...appended.value, recipients: recipientsOf(parts, conversation, session) });
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
  const { header, session } = offered;
  const name = `${session.username} ${header.device} ${header.message}` as const;
  const answered = recent.get(name);
  if (answered) return answered;
  const expected = (ordered.speakers.get(speakerName(header.device, session.username))?.counter ?? 0) + 1;
  if (header.counter < expected) return answerRepeated(parts.store, conversation, session.username, header);
  if (header.epoch !== ordered.epoch || header.epochId !== ordered.epochId) {
    return afterAppends(conversation, refuse('stale-epoch', { epoch: ordered.epoch }));
  }
  if (header.counter > expected) return afterAppends(conversation, refuse('out-of-order', { expected }));
  const answer = order(parts, conversation, offered);
  recent.set(name, answer);
  forgetOldest(conversation);
  return answer;
}

function order(parts: Parts, conversation: Conversation, offered: Offered): Promise<Result<Appended>> {
  const { frame, header, session, connection } = offered;
  const entry = nextEntry(conversation.ordered, session.username, { kind: 'frame', header }, frame);
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
function recipientsOf({ directory, connections }: Parts, { durable }: Conversation, { username }: Session) {
  return durable.members.flatMap((member) => {
    const entry = member === username ? undefined : directory.find(member);
    return entry ? [{ username: member, status: presenceOf(entry, connections) }] : [];
  });
}

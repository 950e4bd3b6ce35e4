import { ok, type Result } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import { hasReceipts } from '../../../protocol/membership-rules.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { ConversationDependencies } from '../dependencies.ts';
import type { Conversation } from '../state/conversation.ts';
import {
  type Membership,
  membershipPath,
  type Positions,
  propose,
  shownPositions,
} from '../state/membership.ts';
import { loadedMembership, withConversationAs } from '../state/memberships.ts';
import { pushToMember } from '../visibility/push-to-member.ts';
import { seenAt } from '../visibility/read-counts.ts';
import { visibleRange } from '../visibility/visible-range.ts';
import { refusalForDeleted } from './change-rules.ts';

type MarkDependencies = Pick<ConversationDependencies, 'store' | 'directory' | 'bus' | 'cache' | 'writer'>;

export function createMark(dependencies: MarkDependencies): Handler<'conversations:mark'> {
  const { store, directory, writer } = dependencies;
  const notifier = createPositionNotifier(dependencies);

  /** Resolves to an empty list where the account doesn't have the conversation. */
  function mark(asked: Asked, address: Address, connection: Connection): Promise<Result<Marked[]>> {
    return withConversationAs(dependencies, asked.conversation, address, async (conversation) => {
      if (!visibleRange(directory, conversation, address)) return ok([]);
      // Another device of the account would bring back what this one has taken off the list.
      if (await hasForgotten(dependencies, conversation, address)) return ok([]);
      const membership = await loadedMembership(store, writer, conversation, address);
      const marked = () => {
        const range = visibleRange(directory, conversation, address);
        return ok(range ? [{ conversation: conversation.id, unread: range.unread }] : []);
      };
      if (!(await raise(dependencies, conversation, membership, asked))) return marked();
      const notify = notifier.after(conversation, membership, connection);
      const saved = await writer.save(membership);
      if (!saved.ok) return saved;
      notify();
      return marked();
    });
  }

  return async ({ positions }, { session, connection }) => {
    const address = directory.addressOf(session.username);
    const conversations: Marked[] = [];
    for (let start = 0; start < positions.length; start += MARKED_AT_ONCE) {
      const some = positions.slice(start, start + MARKED_AT_ONCE);
      const results = await Promise.all(some.map((asked) => mark(asked, address, connection)));
      for (const result of results) {
        if (!result.ok) return result;
        conversations.push(...result.value);
      }
    }
    return ok({ conversations });
  };
}

/** Whether the account has taken a conversation with a deleted account off its list. */
async function hasForgotten(
  { store, directory }: Pick<MarkDependencies, 'store' | 'directory'>,
  { id, durable }: Conversation,
  address: Address,
): Promise<boolean> {
  const isOver = durable.kind === 'direct' && refusalForDeleted(directory, durable.members) !== undefined;
  return isOver && (await store.get(membershipPath(id, address))) === undefined;
}

/** One commit writes so many; the server serves other requests before the next. */
const MARKED_AT_ONCE = 100;

type Asked = RequestOf<'conversations:mark'>['positions'][number];
type Marked = ResponseOf<'conversations:mark'>['conversations'][number];

/**
 * Proposes the positions asked for, no further than the account may see; they begin before its first position and only
 * rise. Returns whether any has risen.
 */
async function raise(
  { store, directory }: Pick<MarkDependencies, 'store' | 'directory'>,
  conversation: Conversation,
  membership: Membership,
  asked: Asked,
): Promise<boolean> {
  const { address } = membership;
  const range = visibleRange(directory, conversation, address);
  if (!range) return false;
  const read = Math.min(asked.read ?? 0, range.last);
  const before = membership.proposed.positions;
  const seen = read > before.read ? await seenAt(store, conversation, address, before, read) : 0;
  const { positions } = membership.proposed;
  const raised = {
    ...positions,
    ...(read > positions.read && { read, seen }),
    received: Math.max(positions.received, read, Math.min(asked.received ?? 0, range.last)),
  };
  if (raised.read === positions.read && raised.received === positions.received) return false;
  propose(membership, raised);
  return true;
}

/** Pushes risen positions once for all marks that one commit has written. */
function createPositionNotifier({ directory, bus }: Pick<MarkDependencies, 'directory' | 'bus'>) {
  const markers = new WeakMap<Membership, Set<Connection>>();
  const pushed = new WeakMap<Membership, Positions>();

  function push(conversation: Conversation, membership: Membership): void {
    const { address, durable } = membership;
    if (pushed.get(membership) === durable.positions) return;
    pushed.set(membership, durable.positions);
    const by = markers.get(membership) ?? new Set();
    markers.delete(membership);
    const { read, received } = durable.positions;
    const payload = { conversation: conversation.id, address, received, read };
    const shown = { ...payload, ...shownPositions(durable.positions) };
    const unread = visibleRange(directory, conversation, address)?.unread;
    // A connection that marked alone has its answer.
    const [marker, another] = by;
    const except = another ? undefined : marker?.id;
    pushToMember({ directory, bus }, address, 'conversations:positions', { ...payload, unread }, except);
    if (!hasReceipts(conversation.durable.kind)) return;
    for (const { address: member } of conversation.durable.members) {
      if (member !== address) pushToMember({ directory, bus }, member, 'conversations:positions', shown);
    }
  }

  return {
    /** Notes which connection marks; the function it returns pushes to all others. */
    after: (conversation: Conversation, membership: Membership, connection: Connection) => {
      markers.set(membership, (markers.get(membership) ?? new Set()).add(connection));
      return () => push(conversation, membership);
    },
  };
}

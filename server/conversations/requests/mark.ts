import { ok, type Result } from '../../../protocol/errors.ts';
import type { RequestOf, ResponseOf } from '../../../protocol/events.ts';
import type { Address } from '../../../protocol/ids.ts';
import type { Bus } from '../../cluster/bus.ts';
import type { Connection } from '../../cluster/connections.ts';
import type { Handler } from '../../gateway/handlers.ts';
import type { Directory } from '../../people/directory.ts';
import type { Store } from '../../store/store.ts';
import type { Cache } from '../state/cache.ts';
import { type Conversation, isMember } from '../state/conversation.ts';
import { type Membership, type Positions, propose } from '../state/membership.ts';
import type { MembershipWriter } from '../state/membership-writer.ts';
import { loadedMembership } from '../state/memberships.ts';
import { viewOf } from '../visibility/holds.ts';
import { pushToMember } from '../visibility/push-to-member.ts';
import { seenAt } from '../visibility/read-counts.ts';

interface Parts {
  readonly store: Store;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly writer: MembershipWriter;
}

export function createMark(parts: Parts): Handler<'conversations:mark'> {
  const { store, directory, cache, writer } = parts;
  const tell = createTeller(parts);

  /** Resolves to nothing where the account doesn't have the conversation. */
  function mark(asked: Asked, address: Address, connection: Connection): Promise<Result<Marked[]>> {
    return cache.use(asked.conversation, async (conversation) => {
      if (!isMember(conversation, address)) return ok([]);
      const membership = await loadedMembership(store, writer, conversation, address);
      const marked = () =>
        ok([{ conversation: conversation.id, unread: viewOf(directory, conversation, address).unread }]);
      if (!(await raise(parts, conversation, membership, asked))) return marked();
      const told = tell.after(conversation, membership, connection);
      const saved = await writer.save(membership);
      if (!saved.ok) return saved;
      told();
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

/** Written in one commit; other requests are served before the next. */
const MARKED_AT_ONCE = 100;

type Asked = RequestOf<'conversations:mark'>['positions'][number];
type Marked = ResponseOf<'conversations:mark'>['conversations'][number];

/** Proposes the positions asked for, no further than the account can see. Returns whether any has risen. */
async function raise(
  { store, directory }: Parts,
  conversation: Conversation,
  membership: Membership,
  asked: Asked,
): Promise<boolean> {
  const { address } = membership;
  const { head } = viewOf(directory, conversation, address);
  const read = Math.min(asked.read ?? 0, head);
  const before = membership.proposed.positions;
  const seen = read > before.read ? await seenAt(store, conversation, address, before, read) : 0;
  const { positions } = membership.proposed;
  const raised = {
    ...positions,
    ...(read > positions.read && { read, seen }),
    received: Math.max(positions.received, read, Math.min(asked.received ?? 0, head)),
  };
  if (raised.read === positions.read && raised.received === positions.received) return false;
  propose(membership, raised);
  return true;
}

/** Tells of risen positions once for all marks that were written together. */
function createTeller({ directory, bus }: Parts) {
  const markers = new WeakMap<Membership, Set<Connection>>();
  const told = new WeakMap<Membership, Positions>();

  function push(conversation: Conversation, membership: Membership): void {
    const { address, durable } = membership;
    if (told.get(membership) === durable.positions) return;
    told.set(membership, durable.positions);
    const by = markers.get(membership) ?? new Set();
    markers.delete(membership);
    const { read, received } = durable.positions;
    const payload = { conversation: conversation.id, address, received, read };
    const { unread } = viewOf(directory, conversation, address);
    // A connection that marked alone has its answer.
    const [marker, another] = by;
    const except = another ? undefined : marker?.id;
    pushToMember({ directory, bus }, address, 'conversations:positions', { ...payload, unread }, except);
    for (const member of conversation.durable.members) {
      if (member !== address) pushToMember({ directory, bus }, member, 'conversations:positions', payload);
    }
  }

  return {
    /** Notes who marks; the function it returns tells everybody else. */
    after: (conversation: Conversation, membership: Membership, connection: Connection) => {
      markers.set(membership, (markers.get(membership) ?? new Set()).add(connection));
      return () => push(conversation, membership);
    },
  };
}

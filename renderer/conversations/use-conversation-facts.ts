import { useMemo } from 'react';
import type { Conversation, EngineStatus, Member, Person, Pinned } from '../../engine/api/api.ts';
import type { NotificationLevel } from '../../engine/api/notification-levels.ts';
import type { Presence } from '../../protocol/accounts.ts';
import type { GroupSettings } from '../../protocol/epoch-change.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Catalogue } from '../../text/languages.ts';
import { type GroupRights, groupRights, mayLetDisappear } from '../../view-models/groups/rights.ts';
import { actionRights } from '../../view-models/messages/action-rights.ts';
import type { ActionRights } from '../../view-models/messages/message-actions.ts';
import { isNoteToSelf, otherMember, titleOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';

/** What header, timeline, composer and details have to know of the conversation they belong to. */
export interface ConversationFacts {
  readonly id: ConversationId;
  readonly kind: 'public' | 'group' | 'direct' | 'self';
  readonly title: string;
  /** One's own user name. */
  readonly own: string;
  readonly online: boolean;
  /** The other of a direct conversation. */
  readonly user: string | undefined;
  readonly person: Person | undefined;
  /** Unknown while this computer is offline. */
  readonly presence: Presence | undefined;
  /** `name@server` of the other. */
  readonly address: string | undefined;
  /** Undefined of what is no group. */
  readonly group: GroupFacts | undefined;
  readonly muted: Conversation['muted'];
  /** Seconds after which what is written from now on disappears; 0 for never. */
  readonly disappearing: number;
  readonly maySetDisappearing: boolean;
  readonly notifications: NotificationLevel;
  readonly pinned: readonly Pinned[];
  /** The user has blocked the other. */
  readonly blocked: boolean;
  /** Since when the other's account is deleted, where it is. */
  readonly deletedSince: string | undefined;
  /** Whether one may write here. */
  readonly writable: boolean;
  /** What one may do with the messages here. */
  readonly messageRights: ActionRights;
}

export interface GroupFacts {
  readonly members: readonly Member[];
  readonly settings: GroupSettings | undefined;
  readonly rights: GroupRights;
  /** How one ceased to be a member. */
  readonly ended: Conversation['ended'];
}

/** The same object while nothing in it has changed: every row of the timeline is given it. */
export function useConversationFacts(conversation: Conversation, status: EngineStatus): ConversationFacts {
  const text = useText();
  const { messenger } = useApp();
  const { people, blocked } = useStore(messenger, (state) => state);
  const { account, state } = status;
  return useMemo(
    () => factsOf(conversation, { account, online: state === 'online', people, blocked, text }),
    [conversation, account, state, people, blocked, text],
  );
}

interface Surroundings {
  readonly account: string | undefined;
  readonly online: boolean;
  readonly people: ReadonlyMap<string, Person>;
  readonly blocked: ReadonlySet<string>;
  readonly text: Catalogue;
}

function factsOf(conversation: Conversation, surroundings: Surroundings): ConversationFacts {
  const { account = '', online, people, blocked, text } = surroundings;
  const own = account.split('@')[0] ?? '';
  const user = otherMember(conversation, own);
  const isBlocked = user !== undefined && blocked.has(user);
  const { personDeleted: deletedSince } = conversation;
  const messageRights = actionRights(conversation, own, isBlocked);
  const person = user === undefined ? undefined : people.get(user);
  return {
    id: conversation.id,
    kind: isNoteToSelf(conversation) ? 'self' : conversation.kind,
    title: titleOf(text, people, conversation),
    own,
    online,
    user,
    person,
    presence:
      user === undefined || !online || deletedSince !== undefined ? undefined : (person?.status ?? 'offline'),
    address: user && (user.includes('@') ? user : user + account.slice(account.indexOf('@'))),
    group: conversation.kind === 'group' ? groupFacts(conversation, own) : undefined,
    muted: conversation.muted,
    disappearing: conversation.disappearing ?? 0,
    maySetDisappearing: !isBlocked && mayLetDisappear(conversation, own),
    notifications: conversation.notifications ?? 'all',
    pinned: conversation.pinned ?? [],
    blocked: isBlocked,
    deletedSince,
    writable: messageRights.mayWrite,
    messageRights,
  };
}

function groupFacts(group: Conversation, own: string): GroupFacts {
  const { members, settings, ended } = group;
  return { members, settings, ended, rights: groupRights(group, own) };
}

// What a face is told when something in a conversation has changed.
import type { Refusal } from '../../protocol/errors.ts';
import type { ResponseOf } from '../../protocol/events.ts';
import { type ConversationId, nameOn } from '../../protocol/ids.ts';
import type { NoticeCode, Unread } from '../api/api.ts';
import { noticeOf } from '../api/notices.ts';
import { type ConversationRow, conversationOf } from '../conversations/conversation-table.ts';
import type { Scope } from '../conversations/scope.ts';
import { type MessageRow, messageOf } from '../messages/message-table.ts';
import {
  totalOf,
  viewConversation,
  viewMessage,
  viewUnread,
  viewUnreadOf,
} from '../messages/message-view.ts';

type Recipients = ResponseOf<'conversations:send'>['recipients'];

export interface Announcements {
  /** A message as it is now. */
  message(row: Pick<MessageRow, 'conversation' | 'id'>): void;
  /** The same of one that was announced before and says something else now. */
  revision(row: Pick<MessageRow, 'conversation' | 'id'>): void;
  /** A conversation as it is now, and what is unread in all of them. */
  conversation(conversation: ConversationId): void;
  /** What is unread, counted anew in every conversation. */
  unread(): void;
  /** Somebody written to is away or doesn't want to be disturbed: told once, until that changes. */
  recipients(recipients: Recipients): void;
  stopped(refusal: Refusal): void;
  /** Conversations of which other devices of the account have seen more: told once of each. */
  withheld(conversations: readonly ConversationId[]): void;
}

export function createAnnouncements(scope: Scope): Announcements {
  const told = new Map<string, string>();
  const withheld = new Set<ConversationId>();
  /** What was told last: a message changes the count of one conversation, not of hundreds. */
  let unread: Unread | undefined;

  function recount(row: ConversationRow): void {
    const before = unread ?? viewUnread(scope);
    const others = before.conversations.filter(({ id }) => id !== row.id);
    const now = viewUnreadOf(scope, row);
    unread = totalOf(now ? [...others, now] : others);
    scope.emit('unread', unread);
  }

  function message({ conversation, id }: Pick<MessageRow, 'conversation' | 'id'>, revised = false): void {
    const row = conversationOf(scope.db, conversation);
    const held = messageOf(scope.db, conversation, id);
    if (!row || !held) return;
    scope.emit('message', {
      conversation,
      message: viewMessage(scope, row, held),
      ...(revised && { revised }),
    });
  }

  function recipient({ address, status }: Recipients[number]): void {
    const notice = told.get(address) === status ? undefined : statusNotices[status];
    told.set(address, status);
    const user = nameOn(scope.account.serverName, address);
    if (notice) scope.emit('notice', noticeOf(notice, { user }));
  }

  return {
    message: (row) => message(row),
    revision: (row) => message(row, true),
    conversation(conversation) {
      const row = conversationOf(scope.db, conversation);
      if (!row) return;
      scope.emit('conversation', { conversation: viewConversation(scope, row) });
      recount(row);
    },
    unread() {
      unread = viewUnread(scope);
      scope.emit('unread', unread);
    },
    recipients(recipients) {
      for (const one of recipients) recipient(one);
    },
    stopped({ code, facts }) {
      scope.emit('notice', noticeOf(code, facts));
    },
    withheld(conversations) {
      const untold = conversations.filter((id) => !withheld.has(id));
      if (untold.length === 0) return;
      for (const id of untold) withheld.add(id);
      scope.logger.error({ conversations }, 'the server shows less than was seen before');
      scope.emit('notice', noticeOf('history-withheld'));
    },
  };
}

const statusNotices: Readonly<Record<Recipients[number]['status'], NoticeCode | undefined>> = {
  normal: undefined,
  offline: undefined,
  away: 'recipient-away',
  dnd: 'recipient-dnd',
};

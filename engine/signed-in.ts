// The rooms that live as long as a sign-in does.
import type { AccountState } from './account/account.ts';
import { createMarksKeeper } from './account/marks.ts';
import type { Connection } from './connection.ts';
import { type Conversations, createConversations } from './conversations/conversations.ts';
import { createDrafts, type Drafts } from './conversations/drafts.ts';
import type { Events } from './events.ts';
import { createPeople, type People } from './people/people.ts';
import type { Clock, Logger } from './ports.ts';

export interface SignedInRooms {
  readonly account: AccountState;
  readonly people: People;
  readonly conversations: Conversations;
  readonly drafts: Drafts;
  /** The session is online: fetches what has changed meanwhile. */
  online(): Promise<void>;
  close(): Promise<void>;
}

export interface SignedInOptions {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: Events;
}

export function createSignedInRooms(options: SignedInOptions): SignedInRooms {
  const { account, clock, events } = options;
  const marks = createMarksKeeper(options);
  const people = createPeople(options);
  const conversations = createConversations({
    ...options,
    db: account.database,
    people,
    marks,
    emit: events.emit,
  });
  const drafts = createDrafts(account.database, clock, options.logger);
  const stopPresence = people.onPresence((changes) => events.emit('presence', { changes }));
  return {
    account,
    people,
    conversations,
    drafts,
    async online() {
      const presence = await people.loadPresence();
      if (!presence.ok) options.logger.warn({ code: presence.code }, 'presence not loaded');
      const synced = await conversations.online();
      if (!synced.ok) options.logger.warn({ code: synced.code }, 'conversations not synced');
    },
    async close() {
      stopPresence();
      drafts.close();
      await conversations.close();
      await marks.close();
      people.close();
    },
  };
}

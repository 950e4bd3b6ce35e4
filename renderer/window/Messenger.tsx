import { type CSSProperties, useEffect } from 'react';
import type { Conversation, EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { focusSoon } from '../components/focus-soon.ts';
import { ConversationView } from '../conversations/ConversationView.tsx';
import { NoConversation } from '../conversations/NoConversation.tsx';
import { useSpokenMessages } from '../conversations/use-spoken-messages.ts';
import { useKeptFocus } from '../keyboard/use-kept-focus.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { RequestView } from '../requests/RequestView.tsx';
import { useSpokenRequests } from '../requests/use-spoken-requests.ts';
import { Dialogs } from './Dialogs.tsx';
import { Notices } from './Notices.tsx';
import { Sidebar } from './Sidebar.tsx';
import { useNotifications } from './use-notifications.ts';

/** The window of a signed-in account. */
export function Messenger({ status }: { status: EngineStatus }) {
  const { navigation, messenger, preferences } = useApp();
  const open = useStore(navigation, (place) => place.conversation);
  const conversation = useStore(messenger, ({ conversations, requests }) =>
    [conversations, requests].flat().find(({ id }) => id === open),
  );
  const { sidebarWidth, sidebarCollapsed } = useStore(preferences, (all) => all);
  useShortcuts();
  useKeptFocus();
  useNotifications();
  useSpokenMessages();
  useSpokenRequests();
  useEffect(() => focusSoon(firstRow), []);
  useWindowTitle(status.unread);
  const style = { '--sidebar': `${sidebarWidth}px` } as CSSProperties; // React's type has no custom properties.

  return (
    <div
      className="messenger"
      style={style}
      data-collapsed={sidebarCollapsed}
      data-open={conversation !== undefined}
    >
      <Sidebar status={status} />
      {conversation ? (
        <Opened conversation={conversation} status={status} />
      ) : (
        <NoConversation server={status.server} />
      )}
      <Notices />
      <Dialogs status={status} />
    </div>
  );
}

function Opened({ conversation, status }: { conversation: Conversation; status: EngineStatus }) {
  return conversation.request ? (
    <RequestView conversation={conversation} />
  ) : (
    <ConversationView conversation={conversation} status={status} />
  );
}

/** A window is known by its title where one chooses between windows. */
function useWindowTitle(unread: number): void {
  const { parley } = useText();
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${parley}` : parley;
    return () => {
      document.title = parley;
    };
  }, [unread, parley]);
}

/** Where one begins, unless one has begun elsewhere. */
function firstRow(): HTMLElement | null | undefined {
  if (document.activeElement !== document.body) return undefined;
  return document.querySelector<HTMLElement>('.conversation-list [role="option"]');
}

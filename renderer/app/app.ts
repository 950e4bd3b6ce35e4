import { createContext, useContext } from 'react';
import type { EngineClient } from '../../engine/api/api.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { Shell } from '../../shell/shell.ts';
import type { Drafts } from '../../view-models/drafts.ts';
import type { Editing } from '../../view-models/editing.ts';
import type { OpenedMessages } from '../../view-models/locked/opened-messages.ts';
import type { Selection } from '../../view-models/messages/selection.ts';
import type { Messenger } from '../../view-models/messenger.ts';
import type { NoticeBoard } from '../../view-models/notices.ts';
import type { Replying } from '../../view-models/replying.ts';
import type { MessageSearch } from '../../view-models/search/message-search.ts';
import type { Signal } from '../../view-models/signal.ts';
import type { Typing } from '../../view-models/typing.ts';
import type { Announcer } from './announcer.ts';
import type { Calendar } from './calendar.ts';
import type { ConversationVisibility } from './conversation-visibility.ts';
import type { Navigation } from './navigation.ts';
import type { PreferenceStore } from './preferences.ts';

/** What the composition root has made, for every view. */
export interface App {
  readonly engine: EngineClient;
  readonly shell: Shell;
  readonly messenger: Messenger;
  readonly navigation: Navigation;
  readonly preferences: PreferenceStore;
  readonly drafts: Drafts;
  readonly editing: Editing;
  readonly replying: Replying;
  readonly selection: Selection;
  readonly typing: Typing;
  readonly notices: NoticeBoard;
  readonly conversationVisibility: ConversationVisibility;
  readonly search: MessageSearch;
  readonly opened: OpenedMessages;
  readonly announcer: Announcer;
  /** Brings the open timeline to its end. */
  readonly latest: Signal;
  /** Brings the open timeline to a message. */
  readonly showMessage: Signal<MessageId>;
  readonly calendar: Calendar;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('a view stands outside of the app');
  return app;
}

// The composition root: everything that lives as long as the window does.

import type { MessageId } from '../protocol/ids.ts';
import { onEnginePort } from '../shell/engine-port.ts';
import type { Shell } from '../shell/shell.ts';
import { createDrafts } from '../view-models/drafts.ts';
import { createEditing } from '../view-models/editing.ts';
import { createOpenedMessages } from '../view-models/locked/opened-messages.ts';
import { createSelection } from '../view-models/messages/selection.ts';
import { createMessenger } from '../view-models/messenger.ts';
import { createNoticeBoard } from '../view-models/notices.ts';
import { createReplying } from '../view-models/replying.ts';
import { createMessageSearch } from '../view-models/search/message-search.ts';
import { createSignal } from '../view-models/signal.ts';
import { createTyping } from '../view-models/typing.ts';
import { createAnnouncer } from './app/announcer.ts';
import type { App } from './app/app.ts';
import { createCalendar } from './app/calendar.ts';
import { COVERED_BY_DETAILS, createConversationVisibility } from './app/conversation-visibility.ts';
import { createEngineClient } from './app/engine-client.ts';
import { forgetAccounts } from './app/forget-account.ts';
import { createNavigation } from './app/navigation.ts';
import { createPreferences } from './app/preferences.ts';
import { createWindowActivity } from './app/window-activity.ts';
import { refuseDrops } from './window/refuse-drops.ts';

export function createApp(shell: Shell, storage: Storage): App {
  const engine = createEngineClient();
  const navigation = createNavigation();
  const preferences = createPreferences(storage);
  const app = {
    engine,
    shell,
    messenger: createMessenger(engine),
    navigation,
    preferences,
    drafts: createDrafts(engine),
    editing: createEditing(engine),
    replying: createReplying(engine),
    selection: createSelection(engine, navigation),
    typing: createTyping(engine),
    notices: createNoticeBoard(engine),
    conversationVisibility: createConversationVisibility(
      createWindowActivity(shell),
      navigation,
      preferences,
      matchMedia(COVERED_BY_DETAILS),
    ),
    search: createMessageSearch(engine),
    opened: createOpenedMessages(engine, navigation),
    announcer: createAnnouncer(document),
    latest: createSignal(),
    showMessage: createSignal<MessageId>(),
    calendar: createCalendar(window),
  };
  forgetAccounts(app);
  engine.on('conversationRemoved', ({ conversation }) => navigation.forget(conversation));
  onEnginePort(engine.attach);
  refuseDrops(window);
  return app;
}

// The composition root: everything that lives as long as the window does.
import { createAnnouncer } from '../announcer/announcer.ts';
import { createDrafts } from '../conversations/composer/drafts.ts';
import { createEngineClient } from '../engine-client.ts';
import { onEnginePort } from '../engine-port.ts';
import { createMessenger } from '../messenger/messenger.ts';
import { createNoticeBoard } from '../messenger/notice-board.ts';
import { createSignal } from '../messenger/signal.ts';
import { createPreferences } from '../settings/preferences.ts';
import type { Shell } from '../shell.ts';
import type { App } from './app.ts';
import { createAttention } from './attention.ts';
import { createCalendar } from './calendar.ts';
import { forgetAccounts } from './forget-account.ts';
import { createNavigation } from './navigation.ts';
import { refuseDrops } from './refuse-drops.ts';
import { COVERED_BY_DETAILS, createWatching } from './watching.ts';

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
    notices: createNoticeBoard(engine),
    watching: createWatching(createAttention(shell), navigation, preferences, matchMedia(COVERED_BY_DETAILS)),
    announcer: createAnnouncer(document),
    latest: createSignal(),
    calendar: createCalendar(window),
  };
  forgetAccounts(app);
  onEnginePort(engine.attach);
  refuseDrops(window);
  return app;
}

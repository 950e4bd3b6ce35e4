// The desktop app's composition root: one instance, then everything that lives as long as the app does.
import { app, protocol } from 'electron';
import { createLinkInbox } from './links/link-inbox.ts';
import { createLogger } from './logger.ts';
import { startDesktop } from './start-desktop.ts';
import { registerAppScheme } from './window/app-scheme.ts';

const APP_ID = 'chat.parley.desktop';
const logger = createLogger('main', process.env);

registerAppScheme(protocol);
// Without a sandbox, this switch has to say so.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// The page talks to the engine only, whose process resolves names by itself. This also stops what no policy of
// content covers: preconnections, look-ups in advance and WebRTC's relays.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
app.setAppUserModelId(APP_ID);

if (app.requestSingleInstanceLock()) {
  const links = createLinkInbox(app, process.argv);
  app
    .whenReady()
    .then(() => startDesktop({ built: import.meta.dirname, links, logger }))
    .catch((error: unknown) => {
      logger.error({ error }, 'the app could not start');
      app.exit(1);
    });
} else {
  app.quit();
}

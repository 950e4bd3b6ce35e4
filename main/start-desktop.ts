// Wiring only: makes each part and passes it to the parts that need it.
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, protocol, safeStorage, session, shell } from 'electron';
import { parseServerLink } from '../protocol/server-link.ts';
import { type DesktopText, preferredLanguage } from '../text/languages.ts';
import { type AutostartSetting, createAutostart } from './desktop/autostart.ts';
import { createDesktopIndicators, type DesktopIndicators } from './desktop/indicators.ts';
import { setApplicationMenu } from './desktop/menu.ts';
import { systemLocaleOf } from './desktop/system-locale.ts';
import { hasTrayHost, trayHostAppears } from './desktop/tray-host.ts';
import { askToRetry } from './engine/ask-to-retry.ts';
import { createEngineSupervisor, type EngineSupervisor } from './engine/engine-supervisor.ts';
import { createKeychain } from './engine/keychain.ts';
import { createServerConnector } from './engine/server-connector.ts';
import { type Folders, foldersOf } from './folders.ts';
import { type Page, pageOf } from './ipc/page.ts';
import { serveShell } from './ipc/serve-shell.ts';
import { shellHandlers } from './ipc/shell-handlers.ts';
import { confirmLink } from './links/confirm-link.ts';
import { outsideLink, readDeepLink } from './links/deep-link.ts';
import type { LinkInbox } from './links/link-inbox.ts';
import type { Logger } from './logger.ts';
import { quitInOrder } from './quit.ts';
import { openServerSupervisor, type ServerSupervisor } from './server/server-supervisor.ts';
import { type KnownServers, openKnownServers } from './servers/known-servers.ts';
import { storedFile } from './stored-file.ts';
import { PAGE_URL, serveAppScheme } from './window/app-scheme.ts';
import { closingExplained, keepOnClose } from './window/closing.ts';
import { denyPermissions } from './window/confinement.ts';
import { createMainWindow } from './window/main-window.ts';
import { onWindowState, raise } from './window/window-state.ts';

export interface DesktopOptions {
  /** The folder of the built main process. */
  readonly built: string;
  readonly links: LinkInbox;
  readonly logger: Logger;
}

interface Base {
  readonly userData: string;
  readonly folders: Folders;
  readonly text: DesktopText;
  readonly servers: KnownServers;
  readonly autostart: AutostartSetting;
  readonly window: BrowserWindow;
  placeKept(): Promise<void>;
  readonly page: Page;
  /** Handles a link in the page. */
  openOutside(url: string): void;
  readonly logger: Logger;
}

/** The app is ready: opens its window and everything behind it. */
export async function startDesktop({ built, links, logger }: DesktopOptions): Promise<void> {
  const base = await openBase(built, links, logger);
  const { window, page, text, servers, autostart, openOutside } = base;
  const hosted = await openHosted(base, (runs) => indicators.setServerRuns(runs));
  const engine = createEngine(base, (state) => indicators.setState(state));
  const indicators = createIndicators(base, engine);
  const connector = createServerConnector({
    userData: base.userData,
    engine,
    keychain: createKeychain(safeStorage, join(base.userData, 'keychain-key.json'), logger),
    servers,
    prepare: (url) => hosted.startFor(url),
  });
  const setMenuEnabled = setApplicationMenu(text, (command) => page.send('onMenuCommand', command));
  const pageReady = Promise.withResolvers<void>();
  const startsOn = serverToStartOn();
  const handlers = shellHandlers({
    startsOn,
    ...{ window, servers, connector, hosted, indicators, autostart, text, openOutside },
    setMenuEnabled(enabled) {
      setMenuEnabled(enabled);
      // The messenger is there: until now it could not have opened what a notification leads to.
      if (enabled)
        links.conversations.listen((conversation) => page.send('onNotificationClick', conversation));
    },
    onPageReady() {
      setMenuEnabled(false);
      pageReady.resolve();
    },
  });
  serveShell({ ipc: ipcMain, isTrusted: page.isTrusted, handlers, logger });
  const isQuitting = quitInOrder(app, [engine.close, () => hosted.close(), base.placeKept], logger);
  watchWindow(base, isQuitting);
  hosted.resume().catch((error: unknown) => logger.error({ error }, 'the server was not started again'));
  const [latest] = servers.list();
  if (startsOn === undefined && latest?.account) connector.connectAhead(latest.url);
  await window.loadURL(PAGE_URL).catch((error: unknown) => {
    // Quitting while the page loads closes the window.
    if (!isQuitting()) throw error;
  });
  await pageReady.promise;
  followLinks(base, links);
}

async function openBase(built: string, links: LinkInbox, logger: Logger): Promise<Base> {
  const userData = app.getPath('userData');
  const folders = foldersOf(built);
  const text = preferredLanguage([app.getLocale()]).desktop;
  serveAppScheme(protocol, folders.renderer);
  denyPermissions(session.defaultSession);
  // In development the executable is Electron itself, which is not what a link should start.
  if (app.isPackaged) app.setAsDefaultProtocolClient('parley');
  const servers = await openKnownServers(join(userData, 'servers.json'), logger);
  const openOutside = linkOpener(links, logger);
  const autostart = createAutostart(userData, logger);
  const startsHidden = await autostart.isHidden();
  const { window, placeKept } = await createMainWindow({
    ...{ userData, logger, preload: folders.preload, icon: folders.icon },
    version: app.getVersion(),
    systemLocale: systemLocaleOf(process.platform, process.env, app.getSystemLocale()),
    isPackaged: app.isPackaged,
    openOutside,
    startsHidden,
  });
  if (startsHidden) showWithoutTray(window, logger);
  const page = pageOf(window);
  return { userData, folders, text, servers, autostart, window, placeKept, page, openOutside, logger };
}

/** From the command line, or from `npm start`, whose invite link other users of the computer shall not see there. */
function serverToStartOn(): string | undefined {
  const typed = app.commandLine.getSwitchValue('server') || process.env.PARLEY_SERVER;
  return typed && parseServerLink(typed) ? typed : undefined;
}

/** The tray may come only after the app, when one has just signed in. */
function showWithoutTray(window: BrowserWindow, logger: Logger): void {
  trayHostAppears(logger)
    .then((appeared) => appeared || raise(window))
    .catch((error: unknown) => logger.error({ error }, 'the tray could not be checked'));
}

/** A link to a server leads back in, by the way of those that others open. */
function linkOpener(links: LinkInbox, logger: Logger): Base['openOutside'] {
  return (url) => {
    const deepLink = readDeepLink(url);
    if (deepLink) return links.servers.take(deepLink);
    const allowed = outsideLink(url);
    if (!allowed) logger.warn({}, 'a link of a scheme that is not opened');
    else
      shell.openExternal(allowed).catch((error: unknown) => logger.warn({ error }, 'nothing opens a link'));
  };
}

function followLinks({ window, page, text, logger }: Base, links: LinkInbox): void {
  links.servers.listen((link) => {
    if (window.isDestroyed()) return;
    raise(window);
    confirmLink(window, link, text)
      .then((confirmed) => confirmed && page.send('onLink', link.text))
      .catch((error: unknown) => logger.error({ error }, 'a link was not opened'));
  });
}

function createEngine(
  { folders, page, window, servers, text, logger }: Base,
  onState: DesktopIndicators['setState'],
): EngineSupervisor {
  const engine = createEngineSupervisor({
    modulePath: folders.engineProcess,
    onPort: page.sendPort,
    onState(state) {
      onState(state);
      const url = engine.server();
      if (url === undefined || state.session === 'connecting') return;
      servers
        .setAccount(url, state.account)
        .catch((error: unknown) => logger.error({ error }, 'the account was not noted'));
    },
    onFailure: (sentence) => dialog.showErrorBox(text.profileNotOpened, sentence),
    onGivenUp(why) {
      // The slots have been changed since the profile was opened: the window asks for the passphrase that opens it now.
      if (why.code === 'wrong-passphrase') return window.reload();
      askToRetry(why, text)
        .then((again) => (again ? engine.retry() : app.quit()))
        .catch((error: unknown) => logger.error({ error }, 'the dialog could not be shown'));
    },
    logger,
  });
  return engine;
}

function openHosted(
  { folders, userData, text, page, logger }: Base,
  onRuns: DesktopIndicators['setServerRuns'],
): Promise<ServerSupervisor> {
  return openServerSupervisor({
    modulePath: folders.serverProcess,
    folder: userData,
    text,
    onChange(view) {
      onRuns(view.state === 'running');
      page.send('onHostedServer', view);
    },
    onGivenUp: (sentence) => showStopped(sentence, text, logger),
    logger,
  });
}

/** The dialog belongs to no window: the window may be hidden, while other users wait for the server. */
function showStopped(sentence: string, text: DesktopText, logger: Logger): void {
  dialog
    .showMessageBox({
      type: 'error',
      message: text.serverStopped,
      detail: sentence,
      buttons: [text.close],
      noLink: true,
    })
    .catch((error: unknown) => logger.error({ error }, 'the dialog could not be shown'));
}

function createIndicators(
  { folders, text, window, page, logger }: Base,
  engine: EngineSupervisor,
): DesktopIndicators {
  return createDesktopIndicators(window, {
    ...{ folders, text, logger },
    trayActions: {
      open: () => raise(window),
      openServer() {
        raise(window);
        page.send('onMenuCommand', 'server');
      },
      setStatus: engine.setStatus,
      quit: () => app.quit(),
    },
    onNotificationClick(conversation) {
      raise(window);
      page.send('onNotificationClick', conversation);
    },
  });
}

function watchWindow({ window, page, text, userData, logger }: Base, isQuitting: () => boolean): void {
  onWindowState(window, (state) => page.send('onWindowState', state));
  app.on('second-instance', () => raise(window));
  app.on('activate', () => raise(window));
  keepOnClose(window, {
    text,
    isQuitting,
    canBringBack: () => hasTrayHost(logger),
    explained: storedFile(join(userData, 'closing.json'), closingExplained, logger),
  });
}

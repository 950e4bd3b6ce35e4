import { app, type BrowserWindow, clipboard, dialog, nativeTheme } from 'electron';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { ConnectedServer, ShellHandlers } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';
import type { AutostartSetting } from '../desktop/autostart.ts';
import type { DesktopIndicators } from '../desktop/indicators.ts';
import type { ServerConnector } from '../engine/server-connector.ts';
import type { ServerSupervisor } from '../server/server-supervisor.ts';
import { confirmForgetting } from '../servers/confirm-forgetting.ts';
import type { KnownServers } from '../servers/known-servers.ts';
import { windowState } from '../window/window-state.ts';

export interface HandlerOptions {
  readonly window: BrowserWindow;
  readonly servers: KnownServers;
  readonly connector: ServerConnector;
  readonly hosted: ServerSupervisor;
  readonly indicators: DesktopIndicators;
  readonly autostart: AutostartSetting;
  readonly text: DesktopText;
  openOutside(url: string): void;
  setMenuEnabled(enabled: boolean): void;
  /** For which the app was started. */
  readonly startsOn: string | undefined;
  /** The page is there and listens. */
  onPageReady(): void;
}

/** Handles the window's calls once their arguments have been parsed. */
export function shellHandlers(options: HandlerOptions): ShellHandlers {
  const { window, servers, connector, hosted, indicators, autostart } = options;
  let { startsOn } = options;
  return {
    servers() {
      options.onPageReady();
      return servers.list();
    },
    startsOn() {
      const once = startsOn;
      startsOn = undefined;
      return once;
    },
    async forgetServer(url) {
      const known = servers.list().find((server) => server.url === url);
      if (known && (await confirmForgetting(window, known, options.text))) await connector.forget(url);
      return servers.list();
    },
    connect: connector.connect,
    startServer: (...access) => startServer(options, ...access),
    hostedServer: () => hosted.view(),
    inviteToServer: (address, inviter) =>
      hosted.makeInvite(address, hosted.isAt(connector.server()) ? inviter : undefined),
    async runServer(run) {
      await (run ? hosted.start() : hosted.stop());
    },
    setServerReach: (reach) => hosted.setReach(reach),
    autostart: autostart.current,
    setAutostart: autostart.set,
    windowState: () => windowState(window),
    setBadge: indicators.setBadge,
    setTheme(theme) {
      nativeTheme.themeSource = theme;
    },
    notify: indicators.show,
    withdraw: indicators.withdraw,
    setMenuEnabled: options.setMenuEnabled,
    openExternal: options.openOutside,
    copyText: (text) => clipboard.writeText(text),
    quit: () => app.quit(),
  };
}

async function startServer(
  { hosted, connector, text }: HandlerOptions,
  ...access: Parameters<ShellHandlers['startServer']>
): Promise<Result<ConnectedServer>> {
  const started = await hosted.start();
  if ('sentence' in started) {
    dialog.showErrorBox(text.serverNotStarted, started.sentence);
    return refuse('internal');
  }
  const connected = await connector.connect(started.url, ...access);
  return connected.ok ? ok(started) : connected;
}

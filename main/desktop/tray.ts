import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import { type Status, statuses } from '../../protocol/accounts.ts';
import type { Badge } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';
import type { EngineState } from '../engine/messages.ts';

export interface TrayIcon {
  readonly menu: Menu;
  setBadge(badge: Badge): void;
  setState(state: EngineState): void;
  /** True if this computer runs a server, which ends with the app. */
  setServerRuns(runs: boolean): void;
}

export interface TrayActions {
  open(): void;
  openServer(): void;
  setStatus(status: Status): void;
  quit(): void;
}

/** `folder` holds the icon's pictures. The caller keeps what is returned: an icon that is let go of vanishes. */
export function createTray(folder: string, text: DesktopText, actions: TrayActions): TrayIcon {
  const icons = { quiet: imageOf(folder, 'tray'), unread: imageOf(folder, 'tray-unread') };
  const tray = new Tray(icons.quiet);
  let badge: Badge = { count: 0, dot: false };
  let state: EngineState = { session: 'signed-out' };
  let serverRuns = false;
  let menu = menuOf(state, serverRuns, text, actions);

  function show(): void {
    tray.setImage(badge.count > 0 || badge.dot ? icons.unread : icons.quiet);
    tray.setToolTip(toolTipOf(text, badge, state, serverRuns));
    menu = menuOf(state, serverRuns, text, actions);
    tray.setContextMenu(menu);
  }

  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', actions.open);
  show();
  return {
    get menu() {
      return menu;
    },
    setBadge(next) {
      badge = next;
      show();
    },
    setState(next) {
      state = next;
      show();
    },
    setServerRuns(next) {
      serverRuns = next;
      show();
    },
  };
}

/** macOS colours a picture itself and wants it in black. */
function imageOf(folder: string, name: string) {
  const isMac = process.platform === 'darwin';
  const image = nativeImage.createFromPath(join(folder, `${name}${isMac ? 'Template' : ''}.png`));
  if (isMac) image.setTemplateImage(true);
  return image;
}

function toolTipOf(
  text: DesktopText,
  { count, dot }: Badge,
  { session, status }: EngineState,
  serverRuns: boolean,
): string {
  const presence = session === 'online' && status ? text.statuses[status] : text.sessions[session];
  const unread = count > 0 ? [text.unread(count)] : dot ? [text.unreadElsewhere] : [];
  return [text.parley, presence, ...unread, ...(serverRuns ? [text.serverRuns] : [])].join(' · ');
}

function menuOf(state: EngineState, serverRuns: boolean, text: DesktopText, actions: TrayActions): Menu {
  const server = { id: 'server', label: text.server, click: actions.openServer };
  return Menu.buildFromTemplate([
    { id: 'open', label: text.open, click: actions.open },
    {
      id: 'status',
      label: text.status,
      enabled: state.session === 'online',
      submenu: statuses.map((status) => ({
        id: `status-${status}`,
        label: text.statuses[status],
        type: 'radio' as const,
        checked: state.status === status,
        click: () => actions.setStatus(status),
      })),
    },
    { type: 'separator' },
    ...(serverRuns ? [server] : []),
    { id: 'quit', label: serverRuns ? text.quitAndStop : text.quit, click: actions.quit },
  ]);
}

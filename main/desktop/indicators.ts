// Shows news outside of the window: tray, badge and notifications.
import { app, type BrowserWindow } from 'electron';
import type { Badge } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';
import type { EngineState } from '../engine/messages.ts';
import type { Folders } from '../folders.ts';
import type { Logger } from '../logger.ts';
import { showBadge } from './badge.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { createTray, type TrayActions } from './tray.ts';

export interface DesktopIndicators extends Notifications {
  setBadge(badge: Badge): void;
  setState(state: EngineState): void;
  setServerRuns(runs: boolean): void;
}

export interface DesktopIndicatorOptions {
  readonly folders: Pick<Folders, 'tray' | 'overlay'>;
  readonly text: DesktopText;
  readonly trayActions: TrayActions;
  onNotificationClick(conversation: string): void;
  readonly logger: Logger;
}

export function createDesktopIndicators(
  window: BrowserWindow,
  options: DesktopIndicatorOptions,
): DesktopIndicators {
  const { folders, text } = options;
  const tray = createTray(folders.tray, text, options.trayActions);
  return {
    ...createNotifications(options.onNotificationClick, options.logger),
    setState: tray.setState,
    setServerRuns: tray.setServerRuns,
    setBadge(badge) {
      tray.setBadge(badge);
      showBadge(app, window, badge, { overlay: folders.overlay, text });
    },
  };
}

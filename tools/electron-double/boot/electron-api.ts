import type { App } from '../app/app.ts';
import { clipboard, dialog, powerMonitor, shell } from '../desktop/desktop.ts';
import { Menu, MenuItem } from '../desktop/menu.ts';
import { nativeImage } from '../desktop/native-image.ts';
import { nativeTheme } from '../desktop/native-theme.ts';
import { net } from '../desktop/net.ts';
import { Notification } from '../desktop/notification.ts';
import { safeStorage } from '../desktop/safe-storage.ts';
import { screen } from '../desktop/screen.ts';
import { session } from '../desktop/session.ts';
import { Tray } from '../desktop/tray.ts';
import { MessageChannelMain } from '../ports/message-port-main.ts';
import { calls } from '../state.ts';
import { strict } from '../strict.ts';
import { utilityProcess } from '../utility/utility-process.ts';
import { BrowserWindow } from '../windows/browser-window.ts';
import { ipcMain } from '../windows/ipc-main.ts';
import { protocol } from '../windows/protocol.ts';
import { webContents } from '../windows/web-contents-module.ts';

/** What `import … from 'electron'` gives in the main process. */
export function electronApi(app: App) {
  return strict('electron', {
    app,
    BrowserWindow,
    clipboard,
    dialog,
    doubleCalls: calls,
    ipcMain,
    Menu,
    MenuItem,
    MessageChannelMain,
    nativeImage,
    nativeTheme,
    net,
    Notification,
    powerMonitor,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
    utilityProcess,
    webContents,
  });
}

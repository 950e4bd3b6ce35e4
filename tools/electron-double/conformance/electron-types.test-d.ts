// Checked by the compiler only: what the double models has Electron's own types, by electron.d.ts. A member that
// Electron lacks, or another signature, is a compile error here.
import type { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { App } from '../app/app.ts';
import type { electronApi } from '../boot/electron-api.ts';
import type { Menu, MenuItem } from '../desktop/menu.ts';
import type { NativeImage } from '../desktop/native-image.ts';
import type { Notification } from '../desktop/notification.ts';
import type { Session } from '../desktop/session.ts';
import type { Tray } from '../desktop/tray.ts';
import type { MessageChannelMain, MessagePortMain } from '../ports/message-port-main.ts';
import type { UtilityProcess } from '../utility/utility-process.ts';
import type { BrowserWindow } from '../windows/browser-window.ts';
import type { WebContents } from '../windows/web-contents.ts';
import type { WebFrameMain } from '../windows/web-frame-main.ts';

type Api = ReturnType<typeof electronApi>;

/** The members that a double models, without those of every emitter. */
type Members<Double> = Exclude<keyof Double, keyof EventEmitter>;

/**
 * The members of `Double` that `Real` lacks. Those that both have must be of `Real`'s type, except for the `Linked`:
 * they hand out or take other modelled objects, which are checked by themselves.
 */
type Invented<
  Real,
  Double extends Pick<Real, Exclude<Members<Double>, Linked> & keyof Real>,
  Linked extends keyof Double = never,
> = Exclude<Members<Double>, keyof Real>;

/** Every modelled class and module against Electron's own. */
interface Doubles {
  api: Exclude<keyof Api, keyof typeof Electron | 'doubleCalls'>;
  app: Invented<Electron.App, App>;
  browserWindow: Invented<
    Electron.BrowserWindow,
    BrowserWindow,
    'capturePage' | 'getParentWindow' | 'webContents'
  >;
  clipboard: Invented<Electron.Clipboard, Api['clipboard']>;
  dialog: Invented<Electron.Dialog, Api['dialog']>;
  ipcMain: Invented<Electron.IpcMain, Api['ipcMain']>;
  menu: Invented<Electron.Menu, Menu, 'append' | 'insert' | 'items' | 'getMenuItemById'>;
  menuItem: Invented<Electron.MenuItem, MenuItem, 'role' | 'submenu'>;
  messageChannelMain: Invented<Electron.MessageChannelMain, MessageChannelMain>;
  messagePortMain: Invented<Electron.MessagePortMain, MessagePortMain>;
  nativeImage: Invented<Electron.NativeImage, NativeImage, 'resize'>;
  nativeTheme: Invented<Electron.NativeTheme, Api['nativeTheme']>;
  net: Invented<Electron.Net, Api['net']>;
  notification: Invented<Electron.Notification, Notification>;
  powerMonitor: Invented<Electron.PowerMonitor, Api['powerMonitor']>;
  protocol: Invented<Electron.Protocol, Api['protocol']>;
  safeStorage: Invented<Electron.SafeStorage, Api['safeStorage']>;
  screen: Invented<Electron.Screen, Api['screen']>;
  session: Invented<Electron.Session, Session>;
  shell: Invented<Electron.Shell, Api['shell']>;
  tray: Invented<Electron.Tray, Tray, 'popUpContextMenu' | 'setContextMenu' | 'setImage'>;
  utilityProcess: Invented<Electron.UtilityProcess, UtilityProcess>;
  webContents: Invented<Electron.WebContents, WebContents, 'capturePage' | 'mainFrame' | 'session'>;
  webFrameMain: Invented<Electron.WebFrameMain, WebFrameMain, 'frames' | 'top'>;
}

declare const invented: Doubles[keyof Doubles];
export const nothing: never = invented;

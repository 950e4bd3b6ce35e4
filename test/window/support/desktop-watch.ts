// What the app shows on the desktop, kept where it is shown so that a spec can click it: the same for the real
// Electron and for its double.
import type { ElectronApplication } from '@playwright/test';
import type { Menu, Notification, UtilityProcess } from 'electron';

declare global {
  var shownNotifications: Notification[];
  var trayMenu: Menu | undefined;
  var trayToolTip: string;
  var badgeCount: number;
  var openedOutside: string[];
  var utilities: Map<string, UtilityProcess>;
}

export interface DesktopWatch {
  badge(): Promise<number>;
  toolTip(): Promise<string>;
  /** Title and body of those that are shown now. */
  notifications(): Promise<readonly { readonly title: string; readonly body: string }[]>;
  clickNotification(): Promise<void>;
  clickTray(id: string): Promise<void>;
  /** SIGKILL, as a crash ends it. Only for processes that were started since. */
  killUtility(serviceName: string): Promise<void>;
  /** Addresses that were handed to the system's browser, which isn't opened. */
  openedOutside(): Promise<readonly string[]>;
}

export async function watchDesktop(electron: ElectronApplication): Promise<DesktopWatch> {
  await electron.evaluate(({ app, Notification, Tray, shell, utilityProcess }) => {
    globalThis.shownNotifications = [];
    globalThis.openedOutside = [];
    globalThis.badgeCount = 0;
    globalThis.trayToolTip = '';
    const { show, close } = Notification.prototype;
    Notification.prototype.show = function keepAndShow() {
      globalThis.shownNotifications.push(this);
      show.call(this);
    };
    Notification.prototype.close = function forgetAndClose() {
      globalThis.shownNotifications = globalThis.shownNotifications.filter((one) => one !== this);
      close.call(this);
    };
    const { setContextMenu, setToolTip } = Tray.prototype;
    Tray.prototype.setContextMenu = function keepMenu(menu) {
      if (menu) globalThis.trayMenu = menu;
      setContextMenu.call(this, menu);
    };
    Tray.prototype.setToolTip = function keepToolTip(toolTip) {
      globalThis.trayToolTip = toolTip;
      setToolTip.call(this, toolTip);
    };
    const setBadgeCount = app.setBadgeCount.bind(app);
    app.setBadgeCount = (count = 0) => {
      globalThis.badgeCount = count;
      return setBadgeCount(count);
    };
    const { fork } = utilityProcess;
    globalThis.utilities = new Map();
    utilityProcess.fork = (path, args, options) => {
      const forked = fork(path, args, options);
      globalThis.utilities.set(options?.serviceName ?? path, forked);
      return forked;
    };
    shell.openExternal = async (url) => void globalThis.openedOutside.push(url);
  });
  return {
    badge: () => electron.evaluate(() => globalThis.badgeCount),
    toolTip: () => electron.evaluate(() => globalThis.trayToolTip),
    notifications: () =>
      electron.evaluate(() => globalThis.shownNotifications.map(({ title, body }) => ({ title, body }))),
    clickNotification: () =>
      electron.evaluate(() => void globalThis.shownNotifications.at(-1)?.emit('click', {})),
    clickTray: (id) =>
      electron.evaluate((_, item) => globalThis.trayMenu?.getMenuItemById(item)?.click(), id),
    killUtility: (serviceName) =>
      electron.evaluate((_, name) => {
        const pid = globalThis.utilities.get(name)?.pid;
        if (pid === undefined) throw new Error(`there is no process ${name}`);
        process.kill(pid, 'SIGKILL');
      }, serviceName),
    openedOutside: () => electron.evaluate(() => globalThis.openedOutside),
  };
}

/** What somebody does with the window itself. */
export async function windowDoes(
  electron: ElectronApplication,
  action: 'blur' | 'focus' | 'close' | 'show' | 'minimize',
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, name) => BrowserWindow.getAllWindows()[0]?.[name](), action);
}

export async function windowIs(electron: ElectronApplication) {
  return electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return {
      visible: window?.isVisible(),
      minimized: window?.isMinimized(),
      focused: window?.isFocused(),
      bounds: window?.getBounds(),
    };
  });
}

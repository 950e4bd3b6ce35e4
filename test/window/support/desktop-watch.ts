// What the app shows on the desktop, kept where it is shown so that a spec can click it: the same for the real
// Electron and for its double.
import type { ElectronApplication } from '@playwright/test';
import type { Menu, MessageBoxOptions, Notification, UtilityProcess } from 'electron';
import { vi } from 'vitest';

declare global {
  var shownNotifications: Notification[];
  var trayMenu: Menu | undefined;
  var trayToolTip: string;
  var badgeCount: number;
  var openedOutside: string[];
  var utilities: { readonly name: string; readonly forked: UtilityProcess }[];
  var openDialogs: { readonly options: MessageBoxOptions; answer(response: number): void }[];
}

export interface DesktopWatch {
  badge(): Promise<number>;
  toolTip(): Promise<string>;
  /** Title and body of those that are shown now. */
  notifications(): Promise<readonly { readonly title: string; readonly body: string }[]>;
  clickNotification(): Promise<void>;
  clickTray(id: string): Promise<void>;
  /** How often such a process was started. */
  starts(serviceName: string): Promise<number>;
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
    globalThis.utilities = [];
    utilityProcess.fork = (path, args, options) => {
      const forked = fork(path, args, options);
      globalThis.utilities.push({ name: options?.serviceName ?? path, forked });
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
    starts: (serviceName) =>
      electron.evaluate(
        (_, name) => globalThis.utilities.filter((one) => one.name === name).length,
        serviceName,
      ),
    killUtility: (serviceName) =>
      electron.evaluate((_, name) => {
        const pid = globalThis.utilities.findLast((one) => one.name === name)?.forked.pid;
        if (pid === undefined) throw new Error(`there is no process ${name}`);
        process.kill(pid, 'SIGKILL');
      }, serviceName),
    openedOutside: () => electron.evaluate(() => globalThis.openedOutside),
  };
}

/** Which of the window's commands the application's menu offers now. */
export function offeredCommands(electron: ElectronApplication): Promise<readonly string[]> {
  return electron.evaluate(({ Menu }) =>
    ['settings', 'server', 'jump', 'search', 'shortcuts'].filter(
      (id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.enabled,
    ),
  );
}

export interface Dialogs {
  /** Waits for a message box. Returns all that it says. */
  text(): Promise<string>;
  /** Presses a button of that one. */
  press(button: string): Promise<void>;
}

/** From now on a message box waits for `press` instead of being shown. */
export async function holdDialogs(electron: ElectronApplication): Promise<Dialogs> {
  await electron.evaluate(({ dialog }) => {
    globalThis.openDialogs = [];
    const hold = (...args: readonly unknown[]) =>
      new Promise<{ response: number; checkboxChecked: boolean }>((resolve) => {
        const options = args.at(-1) as MessageBoxOptions; // Always the last of its arguments.
        const answer = (response: number) => resolve({ response, checkboxChecked: false });
        globalThis.openDialogs.push({ options, answer });
      });
    dialog.showMessageBox = hold;
  });
  const read = () =>
    electron.evaluate(() => {
      const [open] = globalThis.openDialogs;
      return open && `${open.options.message}\n${open.options.detail}`;
    });
  return {
    text: () => vi.waitUntil(read, 10_000),
    press: (button) =>
      electron.evaluate((_, label) => {
        const open = globalThis.openDialogs.shift();
        const response = open?.options.buttons?.indexOf(label) ?? -1;
        if (response < 0) throw new Error(`there is no button ${label}`);
        open?.answer(response);
      }, button),
  };
}

/** What the user does with the window itself. */
export async function windowDoes(
  electron: ElectronApplication,
  action: 'blur' | 'focus' | 'close' | 'show' | 'minimize' | 'maximize',
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, name) => BrowserWindow.getAllWindows()[0]?.[name](), action);
}

export async function windowIs(electron: ElectronApplication) {
  return electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return {
      visible: window?.isVisible(),
      minimized: window?.isMinimized(),
      maximized: window?.isMaximized(),
      focused: window?.isFocused(),
      bounds: window?.getBounds(),
    };
  });
}

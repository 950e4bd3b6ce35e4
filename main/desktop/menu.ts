import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../renderer/shell.ts';
import type { ShellText } from '../text/shell-text.ts';

export interface MenuActions {
  command(command: MenuCommand): void;
}

/** The window answers the same keys by itself; the menu shows them, and macOS takes them first. */
export function setApplicationMenu(text: ShellText, actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const command = (id: MenuCommand, accelerator: string): MenuItemConstructorOptions => ({
    id,
    label: text[id],
    accelerator,
    // Elsewhere the page hears the key first, and would act twice.
    registerAccelerator: isMac,
    click: () => actions.command(id),
  });
  const settings = command('settings', 'CommandOrControl+,');
  const server = { id: 'server', label: text.server, click: () => actions.command('server') };

  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: text.parley,
        submenu: [
          ...(isMac ? ([{ role: 'about' }, { type: 'separator' }] as const) : []),
          settings,
          server,
          { type: 'separator' },
          ...(isMac ? ([{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }] as const) : []),
          { role: 'quit' },
        ],
      },
      { label: text.conversationsMenu, submenu: [command('jump', 'CommandOrControl+K')] },
      { label: text.edit, submenu: roles('undo', 'redo', 'cut', 'copy', 'paste', 'selectAll') },
      { label: text.view, submenu: roles('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen') },
      { label: text.help, submenu: [command('shortcuts', 'CommandOrControl+/')] },
    ]),
  );
}

function roles(...names: readonly NonNullable<MenuItemConstructorOptions['role']>[]) {
  return names.map((role) => ({ role }));
}

import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';

/**
 * The window answers the same keys by itself; the menu shows them, and macOS takes them first. What the window
 * does is disabled until the returned function enables it.
 */
export function setApplicationMenu(
  text: DesktopText,
  onCommand: (command: MenuCommand) => void,
): (enabled: boolean) => void {
  const isMac = process.platform === 'darwin';
  const command = (id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label: text[id],
    enabled: false,
    // Elsewhere the page handles the key first, and would act twice.
    ...(accelerator && { accelerator, registerAccelerator: isMac }),
    click: () => onCommand(id),
  });
  const menu = Menu.buildFromTemplate([
    {
      label: text.parley,
      submenu: [
        ...(isMac ? ([{ role: 'about' }, { type: 'separator' }] as const) : []),
        command('settings', 'CommandOrControl+,'),
        command('server'),
        { type: 'separator' },
        ...(isMac ? ([{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }] as const) : []),
        { role: 'quit' },
      ],
    },
    {
      label: text.conversationsMenu,
      submenu: [command('jump', 'CommandOrControl+K'), command('search', 'CommandOrControl+F')],
    },
    { label: text.edit, submenu: roles('undo', 'redo', 'cut', 'copy', 'paste', 'selectAll') },
    { label: text.view, submenu: roles('resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen') },
    ...(isMac ? [{ label: text.window, submenu: roles('minimize', 'close', 'zoom') }] : []),
    { label: text.help, submenu: [command('shortcuts', 'CommandOrControl+/')] },
  ]);
  Menu.setApplicationMenu(menu);

  return (enabled) => {
    for (const id of menuCommands) {
      const item = menu.getMenuItemById(id);
      if (item) item.enabled = enabled;
    }
  };
}

const menuCommands: readonly MenuCommand[] = ['settings', 'server', 'jump', 'search', 'shortcuts'];

function roles(...names: readonly NonNullable<MenuItemConstructorOptions['role']>[]) {
  return names.map((role) => ({ role }));
}

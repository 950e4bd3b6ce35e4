import { expect, test } from 'vitest';
import { recordDesktopCalls } from '../desktop-calls.ts';
import { useFixture } from './fixture-app.ts';

const fixture = useFixture();

test('a menu is built from its template, found by id, and clicked', async () => {
  const seen = await fixture.application.evaluate(({ Menu }) => {
    const chosen: unknown[] = [];
    const menu = Menu.buildFromTemplate([
      { role: 'quit', accelerator: 'CmdOrCtrl+Q' },
      {
        label: 'Status',
        submenu: [
          {
            id: 'dnd',
            label: 'Do not disturb',
            type: 'checkbox',
            click: ({ checked }) => chosen.push(checked),
          },
          { id: 'off', label: 'Off', enabled: false, accelerator: 'Ctrl+O' },
        ],
      },
    ]);
    Menu.setApplicationMenu(menu);
    const item = Menu.getApplicationMenu()?.getMenuItemById('dnd');
    item?.click();
    item?.click();
    const off = menu.getMenuItemById('off');
    return { chosen, type: menu.items[1]?.type, accelerator: off?.accelerator, enabled: off?.enabled };
  });
  expect(seen).toEqual({ chosen: [true, false], type: 'submenu', accelerator: 'Ctrl+O', enabled: false });
});

test('a notification is shown, and can be clicked', async () => {
  const events = await fixture.application.evaluate(async ({ Notification }) => {
    const notification = new Notification({ title: 'Alice', body: 'Hello', silent: true });
    const events: string[] = [];
    const clicked = new Promise<void>((resolve) => {
      notification.on('click', () => {
        events.push(notification.title);
        resolve();
      });
    });
    notification.show();
    notification.emit('click');
    await clicked;
    return events;
  });
  expect(events).toEqual(['Alice']);
});

test('a tray is made, and its events arrive', async () => {
  const heardClicks = await fixture.application.evaluate(({ Tray, Menu, nativeImage }) => {
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const image = nativeImage.createFromDataURL(pixel);
    const tray = new Tray(image);
    let clicks = 0;
    tray.on('click', () => {
      clicks += 1;
    });
    tray.setToolTip('3 unread');
    tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit' }]));
    tray.emit('click');
    tray.destroy();
    return { clicks, size: image.getSize(), isDestroyed: tray.isDestroyed() };
  });
  expect(heardClicks).toEqual({ clicks: 1, size: { width: 1, height: 1 }, isDestroyed: true });
});

test('secrets come back, and nothing else does', async () => {
  const seen = await fixture.application.evaluate(({ safeStorage }) => {
    const sealed = safeStorage.encryptString('secret');
    const opened = safeStorage.decryptString(sealed);
    sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20);
    try {
      return { opened, forged: safeStorage.decryptString(sealed) };
    } catch (error) {
      return { opened, readable: sealed.includes('secret'), forged: String(error) };
    }
  });
  expect(seen).toEqual({
    opened: 'secret',
    readable: false,
    forged: expect.stringContaining('Error while decrypting the ciphertext'),
  });
});

test('theme, clipboard, screen and power answer', async () => {
  const seen = await fixture.application.evaluate(
    async ({ clipboard, nativeTheme, powerMonitor, screen }) => {
      nativeTheme.themeSource = 'dark';
      await clipboard.writeText('copied');
      const { width, height } = screen.getPrimaryDisplay().workArea;
      return {
        isDark: nativeTheme.shouldUseDarkColors,
        text: await clipboard.readText(),
        hasArea: width > 0 && height > 0,
        idle: typeof powerMonitor.getSystemIdleTime(),
      };
    },
  );
  expect(seen).toEqual({ isDark: true, text: 'copied', hasArea: true, idle: 'number' });
});

test('what the app asks of the desktop can be watched', async () => {
  const names = ['shell.openExternal', 'app.setBadgeCount', 'Notification.prototype.show'];
  const calls = await recordDesktopCalls(fixture.application, names);
  await fixture.application.evaluate(async ({ app, Notification, shell }) => {
    await shell.openExternal('https://example.org/');
    app.setBadgeCount(3);
    new Notification({ title: 'Alice', body: 'Hello' }).show();
  });
  expect(await calls()).toMatchObject([
    { name: 'shell.openExternal', args: ['https://example.org/'] },
    { name: 'app.setBadgeCount', args: [3] },
    { name: 'Notification.prototype.show', title: 'Alice', body: 'Hello' },
  ]);
});

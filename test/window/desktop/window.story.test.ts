import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { electronCommand } from '../../../tools/electron-double/electron-double.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import {
  holdDialogs,
  offeredCommands,
  watchDesktop,
  windowDoes,
  windowIs,
} from '../support/desktop-watch.ts';
import { withTray } from '../support/tray-host.ts';
import {
  choosePassphrase,
  connect,
  fillAccount,
  openConversation,
  password,
  signUp,
  write,
} from './people.ts';

const root = join(import.meta.dirname, '../../..');
const isLinux = process.platform === 'linux';

test.runIf(isLinux)('without a tray, closing minimises the window', async () => {
  const { electron } = await startApp({ env: { DBUS_SESSION_BUS_ADDRESS: 'none:' } });
  await windowDoes(electron, 'close');
  await expect.poll(() => windowIs(electron)).toMatchObject({ visible: true, minimized: true });
});

test('with a tray, closing hides the window, explains it once, and the tray reopens it', async () => {
  const { electron, page } = await startApp({ env: await withTray() });
  const desktop = await watchDesktop(electron);
  await signUp(page, await startTestServer(), 'alice');
  for (const _ of ['first', 'second']) {
    await windowDoes(electron, 'close');
    await expect.poll(() => windowIs(electron)).toMatchObject({ visible: false });
    await expect.poll(desktop.notifications).toMatchObject([{ title: 'Parley is still running' }]);
    await desktop.clickTray('open');
    await expect.poll(() => windowIs(electron)).toMatchObject({ visible: true, focused: true });
  }
});

test('the window reopens at its last place', async () => {
  const { electron, options, quit } = await startApp();
  const bounds = { x: 40, y: 30, width: 900, height: 600 };
  await electron.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    bounds,
  );
  await quit();
  const again = await startApp({ userData: options.userData });
  expect(await windowIs(again.electron)).toMatchObject({ bounds, maximized: false });
  await windowDoes(again.electron, 'maximize');
  await expect.poll(() => windowIs(again.electron)).toMatchObject({ maximized: true });
  await again.quit();
  const third = await startApp({ userData: options.userData });
  await expect.poll(() => windowIs(third.electron)).toMatchObject({ visible: true, maximized: true });
});

test('a link opens a confirmation in the running app and only fills in the address', async () => {
  const { electron, page, options } = await startApp();
  const field = page.getByLabel('Address or invite link');
  await field.waitFor();
  const link = 'parley://chat.example:5002/?invite=abc';
  const open = async () => {
    const { executablePath, args, env } = electronCommand({ ...options, args: [link] });
    const second = spawn(executablePath, args, { env, stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
  };
  const dialogs = await holdDialogs(electron);
  await windowDoes(electron, 'minimize');
  await open();
  expect(await dialogs.text()).toContain('chat.example:5002');
  await dialogs.press('Cancel');
  await expect.poll(() => windowIs(electron)).toMatchObject({ focused: true, minimized: false });
  expect(await field.inputValue()).toBe('');
  await open();
  await dialogs.text();
  await dialogs.press('Show it');
  await expect.poll(() => field.inputValue()).toBe(link);
  expect(await page.getByRole('button', { name: 'Connect' }).isEnabled()).toBe(true);
});

test('a link in a message asks first, and recent servers lead back', async () => {
  const home = await startTestServer();
  const { electron, page } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  await openConversation(page, /^Lobby/);
  const link = 'parley://chat.example:5002/?invite=abc';
  await write(page, `come to ${link}`);
  const dialogs = await holdDialogs(electron);
  for (const answer of ['Cancel', 'Show it']) {
    await page.getByRole('link', { name: link }).click();
    expect(await dialogs.text()).toContain('chat.example:5002');
    await dialogs.press(answer);
  }
  await page.getByLabel('Address or invite link').waitFor();
  expect(await page.getByLabel('Address or invite link').inputValue()).toBe(link);
  await page.getByRole('button', { name: /signed in as alice/ }).click();
  await page.getByText('Connected').waitFor();
  expect(await desktop.openedOutside()).toEqual([]);
});

test('the menu’s commands are enabled while signed in', async () => {
  const { electron, page } = await startApp();
  await page.getByLabel('Address or invite link').waitFor();
  expect(await offeredCommands(electron)).toEqual([]);
  await signUp(page, await startTestServer(), 'alice');
  await expect
    .poll(() => offeredCommands(electron))
    .toEqual(['settings', 'server', 'jump', 'search', 'shortcuts']);
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => offeredCommands(electron)).toEqual([]);
});

test('quitting while the page loads exits normally', async () => {
  const folder = await temporaryFolder();
  const hook = join(folder, 'quit-at-once.cjs');
  await writeFile(
    hook,
    `const { app, BrowserWindow } = require('electron');
    const { loadURL } = BrowserWindow.prototype;
    BrowserWindow.prototype.loadURL = function (url) {
      const loading = loadURL.call(this, url);
      app.quit();
      return loading;
    };`,
  );
  const { executablePath, args, env } = electronCommand({ app: root, userData: folder });
  const app = spawn(executablePath, ['-r', hook, ...args], { env });
  const said = text(app.stderr);
  expect(await once(app, 'exit')).toEqual([0, null]);
  expect(await said).not.toContain('the app could not start');
});

// Only Linux may have none.
const noKeychain = {
  env: { ELECTRON_DOUBLE_SAFE_STORAGE: 'basic_text' },
  args: ['--password-store=basic'],
};

test.runIf(isLinux)('without a keychain, starting a server also asks for a new passphrase', async () => {
  const { page } = await startApp(noKeychain);
  await page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await choosePassphrase(page, 'open sesame');
  await fillAccount(page, 'alice', password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Server is running', { exact: true }).waitFor();
});

test.runIf(isLinux)('without a keychain, a passphrase protects the stored messages', async () => {
  const home = await startTestServer();
  const { page, options, quit } = await startApp(noKeychain);
  await connect(page, home.url);
  await choosePassphrase(page, 'open sesame', 'open sesema');
  await page.getByText('The passphrases don’t match.').waitFor();
  await choosePassphrase(page, 'sesame');
  await page.getByText('At least 8 characters.', { exact: true }).waitFor();
  await choosePassphrase(page, 'open sesame');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice', password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Connected').waitFor();
  await quit();

  const again = await startApp({ ...noKeychain, userData: options.userData });
  await again.page.getByLabel('Passphrase').fill('something else');
  await again.page.getByRole('button', { name: 'Unlock' }).click();
  await again.page.getByText('Wrong passphrase.').waitFor();
  await again.page.getByLabel('Passphrase').fill('open sesame');
  await again.page.getByRole('button', { name: 'Unlock' }).click();
  await again.page.getByText('Connected').waitFor();
});

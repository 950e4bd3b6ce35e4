import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronCommand } from '../../electron-double/electron-double.ts';
import { startHome } from '../../support/home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startApp } from '../support/desktop-app.ts';
import { holdDialogs, watchDesktop, windowDoes, windowIs } from '../support/desktop-watch.ts';
import { connect, fillAccount, password, signUp } from './people.ts';

const isLinux = process.platform === 'linux';

/** On Linux a PATH on which `gdbus` tells that tray icons are shown; elsewhere they always are. */
async function withTray(): Promise<Readonly<Record<string, string>>> {
  if (!isLinux) return {};
  const folder = await temporaryFolder();
  const gdbus = join(folder, 'gdbus');
  await writeFile(gdbus, "#!/bin/sh\necho '(<true>,)'\n");
  await chmod(gdbus, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

test.runIf(isLinux)('where nothing shows a tray, closing minimises', async () => {
  const { electron } = await startApp({ env: { DBUS_SESSION_BUS_ADDRESS: 'none:' } });
  await windowDoes(electron, 'close');
  await expect.poll(() => windowIs(electron)).toMatchObject({ visible: true, minimized: true });
});

test('with a tray closing hides, which is explained once, and the tray brings the window back', async () => {
  const { electron, page } = await startApp({ env: await withTray() });
  const desktop = await watchDesktop(electron);
  await signUp(page, await startHome(), 'alice');
  for (const _ of ['first', 'second']) {
    await windowDoes(electron, 'close');
    await expect.poll(() => windowIs(electron)).toMatchObject({ visible: false });
    await expect.poll(desktop.notifications).toMatchObject([{ title: 'Parley is still running' }]);
    await desktop.clickTray('open');
    await expect.poll(() => windowIs(electron)).toMatchObject({ visible: true, focused: true });
  }
});

test('the window opens where it was', async () => {
  const { electron, options, quit } = await startApp();
  const bounds = { x: 40, y: 30, width: 900, height: 600 };
  await electron.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    bounds,
  );
  await quit();
  const again = await startApp({ userData: options.userData });
  expect(await windowIs(again.electron)).toMatchObject({ bounds });
});

test('a link opens a confirmation in the running app, and only fills in what it says', async () => {
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
  expect(await dialogs.told()).toContain('chat.example:5002');
  await dialogs.press('Cancel');
  await expect.poll(() => windowIs(electron)).toMatchObject({ focused: true, minimized: false });
  expect(await field.inputValue()).toBe('');
  await open();
  await dialogs.told();
  await dialogs.press('Show it');
  await expect.poll(() => field.inputValue()).toBe(link);
  expect(await page.getByRole('button', { name: 'Connect' }).isEnabled()).toBe(true);
});

// Only Linux may have none.
test.runIf(isLinux)('without a keychain a passphrase protects what is stored', async () => {
  const noKeychain = {
    env: { ELECTRON_DOUBLE_SAFE_STORAGE: 'basic_text' },
    args: ['--password-store=basic'],
  };
  const home = await startHome();
  const { page, options, quit } = await startApp(noKeychain);
  await connect(page, home.url);
  await page.getByLabel('Passphrase').fill('open sesame');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice', password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.getByText('Connected').waitFor();
  await quit();

  const again = await startApp({ ...noKeychain, userData: options.userData });
  await again.page.getByLabel('Passphrase').fill('something else');
  await again.page.getByRole('button', { name: 'Unlock' }).click();
  await again.page.getByText('That passphrase does not open it.').waitFor();
  await again.page.getByLabel('Passphrase').fill('open sesame');
  await again.page.getByRole('button', { name: 'Unlock' }).click();
  await again.page.getByText('Connected').waitFor();
});

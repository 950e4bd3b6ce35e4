// A server that one person starts in the app and others join over the network.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';
import { networkAddresses } from '../../../main/server/addresses.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type DesktopApp, startApp } from '../support/desktop-app.ts';
import { holdDialogs, watchDesktop } from '../support/desktop-watch.ts';
import { connect, fillAccount, openConversation, write } from './people.ts';

async function createAccount(page: Page, username: string): Promise<void> {
  await fillAccount(page, username);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Connected').waitFor();
}

/** From the first screen to the page of one's own server. */
async function startHosting({ page }: DesktopApp): Promise<void> {
  await page.getByRole('button', { name: 'Start a server on this computer' }).click();
  await createAccount(page, 'alice');
  await page.getByText('Server is running', { exact: true }).waitFor();
}

/** Presses the button and returns the link that is shown. */
async function makeInvite(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  return page.getByText(/^parley:\/\//).innerText();
}

async function portOf({ options }: DesktopApp): Promise<number> {
  const { url } = JSON.parse(await readFile(join(options.userData, 'hosted-server.json'), 'utf8'));
  return Number(new URL(url).port);
}

function menuItem({ electron }: DesktopApp, id: string): Promise<void> {
  return electron.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
}

/** Another program listens there, until the test ends. False: one does already. */
async function occupy(port: number): Promise<boolean> {
  const other = createServer((socket) => socket.destroy());
  onTestFinished(() => void other.close());
  return new Promise((resolve) => {
    other.once('error', () => resolve(false));
    other.listen(port, '127.0.0.1', () => resolve(true));
  });
}

/** Its server has a port that no other program of this computer happens to want while the server is away. */
async function startAppWithPort(): Promise<DesktopApp> {
  const userData = await temporaryFolder();
  const url = `http://127.0.0.1:${20_000 + (process.pid % 10_000)}`;
  await writeFile(join(userData, 'hosted-server.json'), JSON.stringify({ v: 1, url, reach: 'network' }));
  return startApp({ userData });
}

const isInNetwork = networkAddresses(networkInterfaces(), 0).length > 0;

test.skipIf(!isInNetwork)(
  'an invite link admits one person over the network, once, and verifies the inviter to them',
  async () => {
    const alice = await startApp();
    await startHosting(alice);
    const link = await makeInvite(alice.page);
    expect(link).toMatch(/&from=alice%40[^&]+&key=[0-9a-z]{25}$/);
    await alice.page.getByRole('img', { name: 'The invite link as a QR code' }).waitFor();
    await alice.page.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => alice.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link);
    expect(networkAddresses(networkInterfaces(), await portOf(alice))).toContain(
      `http://${new URL(link).host}`,
    );

    const bob = await startApp();
    await connect(bob.page, link);
    await createAccount(bob.page, 'bob');
    await alice.page.getByRole('button', { name: 'Close' }).click();
    await openConversation(alice.page, /^bob/);
    await write(alice.page, 'welcome');
    await openConversation(bob.page, /^alice.*welcome/);
    await bob.page
      .locator('.conversation-header')
      .getByText(/^Verified/)
      .waitFor();

    const mallory = await startApp();
    await connect(mallory.page, link);
    await fillAccount(mallory.page, 'mallory');
    await mallory.page.getByRole('button', { name: 'Create account' }).click();
    await mallory.page
      .getByText(/^This invite is unknown, used up or expired, or it isn’t the password/)
      .waitFor();
  },
  90_000,
);

test('a killed server restarts, and a server that cannot restart shows an error', async () => {
  const app = await startAppWithPort();
  const desktop = await watchDesktop(app.electron);
  const dialogs = await holdDialogs(app.electron);
  await startHosting(app);
  await app.page.getByRole('button', { name: 'Close' }).click();
  expect(await desktop.toolTip()).toContain('server on this computer is running');
  await desktop.killUtility('Parley server');
  await app.page.getByText('Offline, reconnecting…').waitFor();
  await app.page.getByText('Connected').waitFor();

  const foreign = join(app.options.userData, 'server', 'store', 'holiday.jpg');
  await writeFile(foreign, '');
  await desktop.killUtility('Parley server');
  expect(await dialogs.text()).toMatch(/^The server on this computer has stopped\n.*holiday\.jpg/);
  await dialogs.press('Close');
  expect(await desktop.toolTip()).not.toContain('server on this computer is running');
  await rm(foreign);
  await menuItem(app, 'server');
  await app.page.getByText(/holiday\.jpg/).waitFor();
  await app.page.getByRole('button', { name: 'Start', exact: true }).click();
  await app.page.getByText('Server is running', { exact: true }).waitFor();
}, 60_000);

test('a server whose port is taken shows an error', async () => {
  const app = await startAppWithPort();
  await startHosting(app);
  const port = await portOf(app);
  await app.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await app.page.getByText('Server is stopped').waitFor();
  expect(await occupy(port)).toBe(true);
  await app.page.getByRole('button', { name: 'Start', exact: true }).click();
  await app.page.getByText(`Another program is using the server’s port, ${port}.`).waitFor();
});

test('the first start uses another port when the default is taken', async () => {
  await occupy(5002);
  const app = await startApp();
  await startHosting(app);
  expect(await portOf(app)).not.toBe(5002);
});

test('with reach “this computer only” no other computer can connect, also after a restart', async () => {
  const app = await startAppWithPort();
  await startHosting(app);
  const port = await portOf(app);
  await app.page.getByText('This computer only').click();
  await app.page.getByText('No one on another computer can join').waitFor();
  await app.page.getByText('Server is running', { exact: true }).waitFor();
  for (const address of networkAddresses(networkInterfaces(), port)) {
    await expect(fetch(`${address}/health`)).rejects.toThrow();
  }
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  await app.quit();
  const again = await startApp({ userData: app.options.userData });
  await again.page.getByText('Connected').waitFor();
  await menuItem(again, 'server');
  expect(await again.page.getByRole('radio', { name: 'This computer only' }).isChecked()).toBe(true);
});

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock } from '../../../node/lock-file.ts';
import { startRpcServer } from '../../support/rpc-server.ts';
import { startTestServer } from '../../support/test-server.ts';
import { type DesktopApp, startApp } from '../support/desktop-app.ts';
import { holdDialogs, watchDesktop } from '../support/desktop-watch.ts';
import {
  befriend,
  connect,
  fillAccount,
  openConversation,
  password,
  person,
  say,
  signUp,
  write,
} from './people.ts';

test('when the engine is killed the window keeps its state and messages still arrive', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await person(home, 'bob');
  await openConversation(page, /^bob/);
  await write(page, 'before');
  await page.getByRole('gridcell', { name: /^You, before, .*, delivered$/ }).waitFor();
  await page.getByLabel('Message bob').fill('half a');
  await desktop.killUtility('Parley engine');
  await say(bob, 'alice', 'after');
  await page.getByRole('gridcell', { name: /^bob, after/ }).waitFor();
  expect(await page.getByLabel('Message bob').inputValue()).toBe('half a');
  await write(page, 'and again');
  await page.getByRole('gridcell', { name: /^You, and again, .*, (delivered|read)$/ }).waitFor();
});

/** For what takes several starts of a process. */
const patient = { timeout: 20_000 };

async function profileOf({ options }: DesktopApp): Promise<string> {
  const profiles = join(options.userData, 'profiles');
  const [name = ''] = await readdir(profiles);
  return join(profiles, name);
}

test('an engine whose profile is in use retries until it is free', async () => {
  const app = await startApp();
  const desktop = await watchDesktop(app.electron);
  await signUp(app.page, await startTestServer(), 'alice');
  const path = join(await profileOf(app), 'profile.lock');
  // Another file of the same name, so that it can be held before the engine is killed.
  await rm(`${path}.sqlite`);
  const attempt = await acquireLock(path);
  await desktop.killUtility('Parley engine');
  await expect.poll(() => desktop.starts('Parley engine'), patient).toBeGreaterThan(2);
  if (attempt.ok) attempt.lock.release();
  await expect.poll(desktop.toolTip, patient).toContain('Available');
  await openConversation(app.page, /^Lobby/);
  await write(app.page, 'back');
  await app.page.getByRole('gridcell', { name: /^You, back, .*, sent$/ }).waitFor();
});

test('an engine that can’t restart shows a dialog, and can be retried', async () => {
  const app = await startApp();
  const desktop = await watchDesktop(app.electron);
  const dialogs = await holdDialogs(app.electron);
  await signUp(app.page, await startTestServer(), 'alice');
  const file = join(await profileOf(app), 'profile.json');
  const content = await readFile(file);
  await writeFile(file, 'nonsense');
  await desktop.killUtility('Parley engine');
  expect(await dialogs.text()).toContain(`The file ${file} can't be read`);
  expect(await desktop.toolTip()).toContain('offline');
  await writeFile(file, content);
  await dialogs.press('Try again');
  await expect.poll(desktop.toolTip, patient).toContain('Available');
});

test('messages written while the server is down are sent when it is back', async () => {
  const server = await startRpcServer();
  const { page } = await startApp();
  await signUp(page, server, 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, 'before');
  await page.getByRole('gridcell', { name: /^You, before, .*, sent$/ }).waitFor();
  await server.process.kill9();
  await page.getByText('Offline, reconnecting…').waitFor();
  await write(page, 'first');
  await write(page, 'second');
  await page.getByText('waiting for connection').first().waitFor();
  const { port } = new URL(server.url);
  await startRpcServer({ dataFolder: server.dataFolder, args: ['--port', port] });
  await page.getByRole('gridcell', { name: /^You, second, .*, sent$/ }).waitFor({ timeout: 25_000 });
  const said = await page.locator('.message .bubble').allInnerTexts();
  expect(said).toEqual(['before', 'first', 'second']);
}, 60_000);

test('wrong passwords lock the account, and the screen counts down', async () => {
  const home = await startTestServer();
  await person(home, 'alice');
  const { page } = await startApp();
  await connect(page, home.url);
  for (const sentence of ['3 attempts left', '2 attempts left', '1 attempt left']) {
    await fillAccount(page, 'alice', 'not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(sentence).waitFor();
  }
  await fillAccount(page, 'alice', 'not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/Try again in (5:00|4:\d\d)/).waitFor();
});

test('a second computer signs in to the same account and both stay in step', async () => {
  const home = await startTestServer();
  const [desk, laptop] = [await startApp(), await startApp()];
  await signUp(desk.page, home, 'alice');
  const bob = await person(home, 'bob');
  await befriend(desk.page, 'bob');
  await connect(laptop.page, home.url);
  await fillAccount(laptop.page, 'alice', password);
  await laptop.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await laptop.page.getByText('Connected').waitFor();
  await say(bob, 'alice', 'to both');
  await openConversation(desk.page, /^bob.*to both/);
  await openConversation(laptop.page, /^bob/);
  await laptop.page.getByRole('gridcell', { name: /^bob, to both/ }).waitFor();
  await write(laptop.page, 'from the laptop');
  await desk.page.getByRole('gridcell', { name: /^You, from the laptop/ }).waitFor();
});

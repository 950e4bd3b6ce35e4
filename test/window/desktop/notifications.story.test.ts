import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop, windowDoes } from '../support/desktop-watch.ts';
import {
  befriend,
  gathered,
  openConversation,
  otherComputer,
  person,
  readAll,
  say,
  sayInLobby,
  signUp,
} from './people.ts';

/** Sets how much notifications show, and looks elsewhere. */
async function showOnly(page: Page, electron: ElectronApplication, level: string): Promise<void> {
  await windowDoes(electron, 'focus');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Notifications' }).click();
  await page.getByRole('radio', { name: level }).check({ force: true });
  await page.keyboard.press('Escape');
  await windowDoes(electron, 'blur');
}

test('notifications show name and text, name only, or nothing, as set', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await person(home, 'bob', 'Bob');
  await page.getByRole('option', { name: /^Bob/ }).waitFor();
  await befriend(page, 'bob');
  await windowDoes(electron, 'blur');
  await say(bob, 'alice', 'the code is 1234');
  await expect.poll(desktop.notifications).toEqual([{ title: 'Bob', body: 'the code is 1234' }]);

  await showOnly(page, electron, 'Name only');
  await say(bob, 'alice', 'and now it is 5678');
  await expect.poll(desktop.notifications).toEqual([{ title: 'Bob', body: 'New message' }]);
  await sayInLobby(bob, 'hello everybody');
  await expect
    .poll(desktop.notifications)
    .toEqual([expect.anything(), { title: 'Lobby: Bob', body: 'New message' }]);

  await showOnly(page, electron, 'Nothing');
  const before = await desktop.notifications();
  await say(bob, 'alice', 'nobody shall see this');
  await expect.poll(desktop.badge).toBe(3);
  await gathered(page);
  expect(await desktop.notifications()).toEqual(before);
  await showOnly(page, electron, 'Name and text');
  await say(bob, 'alice', 'but this');
  await expect.poll(desktop.notifications).toEqual([before[1], { title: 'Bob', body: 'but this' }]);
});

test('reading on another computer withdraws the notification here', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const [bob, carol] = [await person(home, 'bob'), await person(home, 'carol')];
  const laptop = await otherComputer(home, 'alice');
  await befriend(page, 'bob', 'carol');
  await openConversation(page, /^Lobby/);
  await windowDoes(electron, 'blur');
  await say(bob, 'alice', 'from bob');
  await say(carol, 'alice', 'from carol');
  await expect.poll(desktop.badge).toBe(2);
  // The laptop is a new device, of which there is a notification, too.
  const ofMessages = async () =>
    (await desktop.notifications()).filter(({ title }) => title !== 'New device');
  await expect.poll(async () => (await ofMessages()).length).toBe(2);
  await expect.poll(async () => laptop.call('unread', undefined)).toMatchObject({ value: { total: 2 } });
  await readAll(laptop, 'bob');
  await expect.poll(ofMessages).toEqual([{ title: 'carol', body: 'from carol' }]);
  await expect.poll(desktop.badge).toBe(1);
  await page.getByRole('option', { name: /^bob.*from bob$/ }).waitFor();
});

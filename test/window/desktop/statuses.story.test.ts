import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop, windowDoes } from '../support/desktop-watch.ts';
import { personInWindow } from '../support/people.ts';
import { befriend, gathered, openConversation, person, say, sayInLobby, signUp, write } from './people.ts';

async function chooseStatus(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitemradio', { name }).click();
}

test('a status is chosen in the menu, by a command and in the tray, and the others see it', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await personInWindow(home, 'bob');
  await bob.page.getByRole('option', { name: /^alice Available/ }).waitFor();

  await chooseStatus(page, 'Away');
  await bob.page.getByRole('option', { name: /^alice Away/ }).waitFor();
  await expect.poll(desktop.toolTip).toBe('Parley · Away');

  await openConversation(page, /^bob/);
  await write(page, '/status dnd');
  await page.getByText('Your status: Do not disturb').waitFor();
  await bob.page.getByRole('option', { name: /^alice Do not disturb/ }).waitFor();
  await expect.poll(desktop.toolTip).toBe('Parley · Do not disturb');

  await desktop.clickTray('status-normal');
  await bob.page.getByRole('option', { name: /^alice Available/ }).waitFor();
  await page.getByRole('button', { name: /^alice Available/ }).waitFor();
});

test('writing to an away person shows one notice, and the message arrives', async () => {
  const home = await startTestServer();
  const { page } = await startApp();
  await signUp(page, home, 'alice');
  const bob = await personInWindow(home, 'bob');
  await befriend(page, 'bob');
  await chooseStatus(page, 'Away');
  await openConversation(bob.page, /^alice Away/);
  await write(bob.page, 'whenever you are back');
  const notice = bob.page.getByText('alice is away and may reply later.');
  await notice.waitFor();
  await page.getByRole('option', { name: /^bob.*whenever you are back.*1 unread/ }).waitFor();
  await bob.page.getByRole('button', { name: 'Dismiss' }).click();
  await write(bob.page, 'no hurry');
  await page.getByRole('option', { name: /^bob.*no hurry.*2 unread/ }).waitFor();
  expect(await notice.count()).toBe(0);
});

test('Do not disturb withholds direct messages and silences the rest until it ends', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await personInWindow(home, 'bob');
  const carol = await person(home, 'carol');
  await befriend(page, 'bob', 'carol');
  await chooseStatus(page, 'Do not disturb');
  await windowDoes(electron, 'blur');

  await openConversation(bob.page, /^alice Do not disturb/);
  await write(bob.page, 'later then');
  await bob.page.getByText('alice is on Do not disturb').waitFor();
  await bob.page.getByText('will arrive when Do not disturb ends').waitFor();
  await sayInLobby(carol, 'lunch, anybody?');
  await page.getByRole('option', { name: /^Lobby.*lunch, anybody\?.*1 unread/ }).waitFor();
  await gathered(page);
  expect(await desktop.notifications()).toEqual([]);
  expect(await desktop.badge()).toBe(0);
  expect(await page.getByRole('option', { name: /^bob.*later then/ }).count()).toBe(0);

  await desktop.clickTray('status-normal');
  await page.getByRole('option', { name: /^bob.*later then.*1 unread/ }).waitFor();
  await bob.page.getByRole('gridcell', { name: /^You, later then, .*, delivered$/ }).waitFor();
  await expect.poll(desktop.notifications).toEqual([{ title: 'bob', body: 'later then' }]);
  await expect.poll(desktop.badge).toBe(1);
  await say(carol, 'alice', 'back again?');
  await expect.poll(desktop.badge).toBe(2);
});

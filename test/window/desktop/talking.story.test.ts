import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop, windowDoes, windowIs } from '../support/desktop-watch.ts';
import { befriend, connect, fillAccount, openConversation, person, say, signUp, write } from './people.ts';

test('alice and bob sign up in two apps and talk', async () => {
  const home = await startTestServer();
  const [alice, bob] = [await startApp(), await startApp()];
  await signUp(alice.page, home, 'alice');
  await connect(bob.page, home.url);
  await bob.page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(bob.page, 'alice');
  await bob.page.getByRole('button', { name: 'Create account' }).click();
  await bob.page.getByText('This username is taken.').waitFor();
  await fillAccount(bob.page, 'bob');
  await bob.page.getByRole('button', { name: 'Create account' }).click();
  await bob.page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();

  await openConversation(alice.page, /^bob/);
  await write(alice.page, 'hello bob');
  await bob.page.getByRole('option', { name: /^alice.*wants to write to you/ }).click();
  await bob.page.getByRole('button', { name: 'Accept' }).click();
  await bob.page.getByRole('gridcell', { name: /^alice, hello bob/ }).waitFor();
  await write(bob.page, 'hello alice');
  await alice.page.getByRole('gridcell', { name: /^bob, hello alice/ }).waitFor();
  await alice.page.getByRole('gridcell', { name: /^You, hello bob, .*, read$/ }).waitFor();
  // A list that was laid out without a width still has all its names, for a screen reader.
  const row = await alice.page.getByRole('option', { name: /^bob.*hello alice/ }).boundingBox();
  expect(row?.width).toBeGreaterThan(200);
});

test('a message out of view brings a badge and a notification that opens it', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const bob = await person(home, 'bob', 'Bob');
  await befriend(page, 'bob');
  await windowDoes(electron, 'blur');
  await say(bob, 'alice', 'are you there?');
  await expect.poll(desktop.badge).toBe(1);
  await expect.poll(desktop.notifications).toEqual([{ title: 'Bob', body: 'are you there?' }]);
  expect(await desktop.toolTip()).toBe('Parley · Available · 1 unread message');
  await desktop.clickNotification();
  await page.getByRole('gridcell', { name: /^Bob, are you there\?/ }).waitFor();
  await expect.poll(desktop.badge).toBe(0);
  expect(await desktop.notifications()).toEqual([]);
  expect(await windowIs(electron)).toMatchObject({ focused: true });
});

test('messages that arrived while the app was closed stand below a divider, and drafts are kept', async () => {
  const home = await startTestServer();
  const before = await startApp();
  await signUp(before.page, home, 'alice');
  const bob = await person(home, 'bob');
  await befriend(before.page, 'bob');
  await say(bob, 'alice', 'one');
  await openConversation(before.page, /^bob.*one/);
  await before.page.getByRole('gridcell', { name: /^bob, one/ }).waitFor();
  await before.page.getByRole('option', { name: /^bob.*one$/ }).waitFor();
  await before.page.getByLabel('Message bob').fill('I was about to');
  await before.page.getByRole('option', { name: /^Lobby/ }).click();
  await before.page.getByRole('option', { name: /^bob.*Draft: I was about to/ }).waitFor();
  await before.quit();
  await say(bob, 'alice', 'two', 'three');

  const { page, electron } = await startApp({ userData: before.options.userData });
  const desktop = await watchDesktop(electron);
  await page.getByRole('option', { name: /^bob.*2 unread/ }).click();
  await page.getByText('2 new messages').waitFor();
  await page.getByRole('gridcell', { name: /^bob, three/ }).waitFor();
  await expect.poll(() => page.getByLabel('Message bob').inputValue()).toBe('I was about to');
  await expect.poll(desktop.badge).toBe(0);
});

test('Do not disturb set in the tray silences notifications', async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  await expect.poll(desktop.toolTip).toBe('Parley · Available');
  const bob = await person(home, 'bob');
  await befriend(page, 'bob');
  await desktop.clickTray('status-dnd');
  await page.getByRole('button', { name: /^alice Do not disturb/ }).waitFor();
  await expect.poll(desktop.toolTip).toBe('Parley · Do not disturb');
  await windowDoes(electron, 'blur');
  await say(bob, 'alice', 'later then');
  await desktop.clickTray('status-normal');
  await page.getByRole('option', { name: /^bob.*later then/ }).waitFor();
  await expect.poll(desktop.toolTip).toMatch(/^Parley · Available/);
});

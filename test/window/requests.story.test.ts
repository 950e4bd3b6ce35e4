// Requests, blocking and reports through windows: alice, who owns the server, bob, whom she knows from a group, and strangers.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import {
  hasFocus,
  openConversation,
  person,
  personInWindow,
  say,
  sayInLobby,
  write,
} from './support/people.ts';
import { openWindow } from './support/window.ts';

function line(page: Page, words: string | RegExp) {
  return page.getByRole('gridcell', { name: words });
}

test('a stranger waits without a word or a notification, and is accepted, refused or blocked', async () => {
  const home = await startTestServer({ accounts: ['alice', 'Bob', 'Carol', 'Dave'] });
  const bob = await person(home, 'bob', 'Bob');
  const carol = await person(home, 'carol', 'Carol');
  const dave = await person(home, 'dave', 'Dave');
  const alice = await personInWindow(home, 'alice', { acceptRequests: false });
  const { page, asked } = alice;
  await say(bob, 'alice', 'Secret offer', 'Buy now');
  await say(carol, 'alice', 'Hi, it’s Carol');
  const erins = unwrap(await dave.call('createGroup', { title: 'Sales', members: ['alice'] }));
  await page.getByRole('option', { name: /^Sales.*Dave added you to this group/ }).waitFor();
  await page.getByRole('option', { name: /^Bob.*wants to write to you/ }).click();
  await page.getByRole('heading', { name: 'Bob wants to write to you' }).waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByText(/Secret offer|Buy now/).count()).toBe(0);
  expect(await page.locator('.badge').count()).toBe(0);
  expect(await page.title()).toBe('Parley');
  expect(asked.filter(({ name }) => name === 'notify')).toEqual([]);

  await page.getByRole('button', { name: 'Accept' }).click();
  await line(page, /^Bob, Buy now/).waitFor();
  await write(page, 'No, thanks');
  await line(page, /^You, No, thanks, .*(sent|delivered)/).waitFor();

  await page.getByRole('option', { name: /^Carol.*wants to write/ }).click();
  await page.getByRole('button', { name: 'Refuse' }).click();
  await page.getByRole('option', { name: /^Carol.*wants to write/ }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();

  await page.getByRole('option', { name: /^Sales/ }).click();
  await page.getByText('If you refuse, you leave the group').waitFor();
  await page.getByRole('button', { name: 'Block…' }).click();
  await page.getByRole('dialog', { name: 'Block Dave?' }).getByRole('button', { name: 'Block' }).click();
  await page.getByRole('option', { name: /^Sales/ }).waitFor({ state: 'detached' });
  expect(await page.getByText('Requests').count()).toBe(0);
  expect(unwrap(await dave.call('conversations', undefined)).some(({ id }) => id === erins.id)).toBe(true);
  await alice.close();

  const again = await openWindow({
    profileFolder: alice.profileFolder,
    servers: [{ url: home.url, account: 'alice' }],
    acceptRequests: false,
  });
  await again.page.getByRole('option', { name: /^Bob.*No, thanks/ }).waitFor();
  await say(carol, 'alice', 'Hello?');
  await sayInLobby(bob, 'Good evening');
  await again.page.getByRole('option', { name: /^Lobby.*Good evening/ }).waitFor();
  expect(await again.page.getByText('Requests').count()).toBe(0);
  expect(unwrap(await again.engine().call('blocked', undefined))).toEqual(['dave']);
});

test('what a blocked person writes in the Lobby is a line that can be opened, until they are unblocked', async () => {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, 'Welcome');
  await sayInLobby(bob, 'Rude words');
  await line(page, /^Bob, Rude words/).waitFor();
  await write(page, '/block bob');
  await page.getByText('You blocked bob. To undo this, type /unblock bob.').waitFor();
  await line(page, 'Message from a person you blocked').waitFor();
  expect(await page.getByText('Rude words').count()).toBe(0);
  await sayInLobby(bob, 'More of them');
  await page.getByRole('option', { name: /^Lobby.*Message from a person you blocked/ }).waitFor();
  await page.getByRole('button', { name: 'Show', exact: true }).first().click();
  await line(page, /^Bob, Rude words/).waitFor();
  expect(await page.getByRole('option', { name: /^Bob/ }).count()).toBe(0);

  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Blocked people' }).click();
  await page.getByRole('button', { name: 'Unblock Bob' }).click();
  await page.getByText('You haven’t blocked anyone.').waitFor();
  await page.keyboard.press('Escape');
  await line(page, /^Bob, More of them/).waitFor();
});

test('a message is reported by keyboard, and the owner reads exactly that', async () => {
  const home = await startTestServer();
  const owner = await personInWindow(home, 'olivia');
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  await say(bob, 'alice', 'Private chat', 'A threat');
  await openConversation(page, /^Bob/);
  await hasFocus(page.getByLabel('Message Bob'));
  await line(page, /^Bob, A threat/).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Report message' }).press('Enter');
  await page.getByRole('dialog', { name: 'Report this message by Bob?' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await owner.page.keyboard.press('Control+,');
  await owner.page.getByRole('tab', { name: 'Reports' }).click();
  await owner.page.getByText('A threat').waitFor();
  expect(await owner.page.getByText('Private chat').count()).toBe(0);
  await owner.page.getByRole('button', { name: 'Remove the report about Bob' }).click();
  await owner.page.getByText('There are no reports.').waitFor();

  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Devices' }).click();
  expect(await page.getByRole('tab', { name: 'Reports' }).count()).toBe(0);
});

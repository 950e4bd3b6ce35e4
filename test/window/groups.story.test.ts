// A group of four through alice's window: formed, changed, left, and deleted, with bob removed while he is offline.
import type { Page } from '@playwright/test';
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, typeInto, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

async function groupOf(member: EngineApi, title: string) {
  return vi.waitFor(async () => {
    const found = unwrap(await member.call('conversations', undefined)).find((one) => one.title === title);
    if (!found) throw new Error(`no group ${title} yet`);
    return found;
  });
}

async function say(from: EngineApi, conversation: ConversationId, text: string): Promise<void> {
  unwrap(await from.call('send', { conversation, text }));
}

function line(page: Page, words: string | RegExp) {
  return page.getByRole('gridcell', { name: words });
}

test('a group is formed by keyboard, a member is removed while offline, one leaves, and it is deleted', async () => {
  const home = await startTestServer({ accounts: ['Carol', 'Dave', 'bob', 'alice'] });
  const carol = await person(home, 'carol', 'Carol');
  const dave = await person(home, 'dave', 'Dave');
  const bobs = await personInWindow(home, 'bob');
  const { page } = await personInWindow(home, 'alice');

  await page.keyboard.press('Control+Shift+N');
  await typeInto(page.getByLabel('Group name'), 'Chess club');
  await page.keyboard.press('Tab');
  for (const name of ['bob', 'Carol', 'Dave']) {
    await typeInto(page.getByLabel('People', { exact: true }), name.slice(0, 2).toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('.chip').filter({ hasText: name }).waitFor();
  }
  await page.keyboard.press('Backspace');
  expect(await page.locator('.chip').allTextContents()).toEqual(['bob', 'Carol']);
  await page.getByRole('button', { name: 'Create group' }).focus();
  await page.keyboard.press('Enter');
  await line(page, /^You created the group “Chess club”, You added bob and Carol/).waitFor();
  await hasFocus(page.getByLabel('Message Chess club'));
  const { id } = await groupOf(carol, 'Chess club');
  await say(carol, id, 'Hello all');
  await line(page, /^Carol, Hello all/).waitFor();
  await write(page, '/group add dave');
  await line(page, /^You added Dave/).waitFor();
  await write(page, '/names');
  await page.getByText('Here: alice, bob, Carol, Dave').waitFor();

  await openConversation(bobs.page, /^Chess club/);
  await line(bobs.page, /^alice added Dave/).waitFor();
  await bobs.page.getByLabel('Message Chess club').fill('never sent');
  await bobs.close();

  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'More for bob' }).click();
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await page.getByRole('dialog', { name: 'Remove bob?' }).getByText('bob gets no more messages').waitFor();
  await page.getByRole('button', { name: 'Remove from group' }).click();
  await line(page, /^You removed bob/).waitFor();
  await write(page, 'Only the three of us');
  await line(page, /^You, Only the three of us, .*sent/).waitFor();

  const again = await openWindow({
    profileFolder: bobs.profileFolder,
    servers: [{ url: home.url, account: 'bob' }],
  });
  await again.page.getByRole('option', { name: /^Chess club.*alice removed you/ }).click();
  await again.page
    .locator('.no-writing')
    .getByText(/^alice removed you on .*\. You can still read/)
    .waitFor();
  expect(await again.page.getByRole('textbox').count()).toBe(0);
  expect(await line(again.page, /Only the three of us/).count()).toBe(0);
  expect(await again.page.locator('.badge').count()).toBe(0);
  await again.page.locator('.no-writing').getByRole('button', { name: 'Remove from list' }).click();
  await again.page.getByRole('dialog').getByRole('button', { name: 'Remove from list' }).click();
  await again.page.getByRole('option', { name: /^Chess club/ }).waitFor({ state: 'detached' });
  await again.page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
  expect(unwrap(await again.engine().call('drafts', undefined))).toEqual([]);

  unwrap(await carol.call('leaveGroup', { conversation: id }));
  await line(page, /^Carol left the group/).waitFor();
  await write(page, '/group leave');
  await page.getByText('You are the only owner.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete group' }).click();
  await page.getByText('The group ends for you and 1 other member.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete group' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page
    .locator('.no-writing')
    .getByText(/^You deleted this group on/)
    .waitFor();
  await expect.poll(async () => (await groupOf(dave, 'Chess club')).ended).toMatchObject({ how: 'deleted' });
});

test('a refused group keeps what was filled in, and the only owner names the next one', async () => {
  const home = await startTestServer({ accounts: ['Bob', 'alice'] });
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, '/group create "Book club" bob nobody');
  await page.getByText('No one here is called “nobody”.').waitFor();
  expect(await page.getByLabel('Message Lobby').inputValue()).toBe('/group create "Book club" bob nobody');
  await page.getByLabel('Message Lobby').fill('');
  await page.getByRole('button', { name: 'Start a conversation' }).click();
  await page.getByRole('menuitem', { name: 'New group' }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByText('Give the group a name.').waitFor();
  await page.getByLabel('Group name').fill('Book club');
  await page.getByRole('dialog').getByRole('option', { name: /^Bob/ }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await line(page, /^You created the group “Book club”/).waitFor();
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'Leave group' }).click();
  const leave = page.getByRole('dialog').getByRole('button', { name: 'Leave group' });
  expect(await leave.isDisabled()).toBe(true);
  await page.getByRole('dialog').getByRole('option', { name: /^Bob/ }).click();
  await leave.click();
  await page
    .locator('.no-writing')
    .getByText(/^You left this group on/)
    .waitFor();
  expect(await groupOf(bob, 'Book club')).toMatchObject({ members: [{ user: 'bob', role: 'owner' }] });
});

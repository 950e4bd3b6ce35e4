// Groups through a window: formed, changed, left and deleted; and as a removed member sees one.
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
  }, 10_000);
}

async function say(from: EngineApi, conversation: ConversationId, text: string): Promise<void> {
  unwrap(await from.call('send', { conversation, text }));
}

function line(page: Page, words: string | RegExp) {
  return page.getByRole('gridcell', { name: words });
}

test('a group is formed by keyboard, changed, left by one and deleted', async () => {
  const home = await startTestServer({ accounts: ['Carol', 'Dave', 'bob', 'alice'] });
  const carol = await person(home, 'carol', 'Carol');
  const dave = await person(home, 'dave', 'Dave');
  const bob = await person(home, 'bob');
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

  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'More for bob' }).click();
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await page.getByRole('dialog', { name: 'Remove bob?' }).getByText('bob gets no more messages').waitFor();
  await page.getByRole('button', { name: 'Remove from group' }).click();
  await line(page, /^You removed bob/).waitFor();
  await write(page, 'Only the three of us');
  await line(page, /^You, Only the three of us, .*(sent|delivered)/).waitFor();
  await expect
    .poll(async () => (await groupOf(bob, 'Chess club')).ended)
    .toMatchObject({ how: 'removed', by: 'alice' });

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

test('who was removed while offline reads what came before, and the own draft, until the group is off the list', async () => {
  const home = await startTestServer({ accounts: ['Dave', 'bob', 'alice'] });
  const alice = await person(home, 'alice');
  const dave = await person(home, 'dave', 'Dave');
  const bobs = await personInWindow(home, 'bob');
  const group = { title: 'Chess club', members: ['bob'] };
  const { id } = unwrap(await alice.call('createGroup', group));
  unwrap(await alice.call('addMembers', { conversation: id, members: ['dave'] }));
  await openConversation(bobs.page, /^Chess club/);
  await line(bobs.page, /^alice added Dave/).waitFor();
  await bobs.page.getByLabel('Message Chess club').fill('never sent');
  await expect.poll(async () => unwrap(await bobs.engine().call('drafts', undefined))).toHaveLength(1);
  await bobs.close();

  unwrap(await alice.call('removeMember', { conversation: id, user: 'bob' }));
  await say(alice, id, 'Only the two of us');
  await groupOf(dave, 'Chess club');

  const { page, engine } = await openWindow({
    profileFolder: bobs.profileFolder,
    servers: [{ url: home.url, account: 'bob' }],
  });
  await page.getByRole('option', { name: /^Chess club.*alice removed you/ }).click();
  const footer = page.locator('.no-writing');
  await footer.getByText(/^alice removed you on .*\. You can still read/).waitFor();
  await footer.getByText('never sent').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await line(page, /Only the two of us/).count()).toBe(0);
  expect(await page.locator('.badge').count()).toBe(0);
  await footer.getByRole('button', { name: 'Remove from list' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from list' }).click();
  await page.getByRole('option', { name: /^Chess club/ }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
  expect(unwrap(await engine().call('drafts', undefined))).toEqual([]);
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

test('where only admins write, a member still edits the last message', async () => {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('createGroup', { title: 'News', members: ['alice'] }));
  await openConversation(page, /^News/);
  await write(page, 'frist');
  await line(page, /^You, frist, .*(sent|delivered)/).waitFor();
  unwrap(await bob.call('setGroupSettings', { conversation: id, posting: 'admins' }));
  const edit = page.locator('.no-writing').getByRole('button', { name: 'Edit your last message' });
  await edit.press('Enter');
  await hasFocus(page.getByLabel('Edit message'));
  await page.keyboard.press('Escape');
  await hasFocus(edit);
  await edit.press('Enter');
  await page.getByLabel('Edit message').fill('first');
  await page.keyboard.press('Enter');
  await line(page, /^You, first, edited/).waitFor();
  await hasFocus(edit);
  await expect
    .poll(async () => unwrap(await bob.call('history', { conversation: id })).messages)
    .toContainEqual(expect.objectContaining({ text: 'first', edited: expect.any(String) }));
});

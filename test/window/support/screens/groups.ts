// A group from its first member to its end, as one sees it from inside and from outside.
import type { Page } from '@playwright/test';
import type { Conversation, EngineApi } from '../../../../engine/api/api.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, write } from '../people.ts';
import { openWindow } from '../window.ts';
import type { Look } from './look.ts';

export async function groups(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['alice', 'Bob', 'Carol', 'erin'] });
  const bob = await person(home, 'bob', 'Bob');
  const carol = await person(home, 'carol', 'Carol');
  const dana = await person(home, 'dana', 'דנה Levi');
  await person(home, 'erin');
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;

  await page.getByRole('button', { name: 'Start a conversation' }).first().click();
  await page.getByRole('menuitem', { name: 'New group' }).waitFor();
  await look(page, 'start-menu');
  await page.getByRole('menuitem', { name: 'New group' }).click();
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByText('Give the group a name.').waitFor();
  await page.getByLabel('Group name').fill('Field trip');
  await choose(page, 'bo', 'Bob');
  await choose(page, 'carol', 'Carol');
  await look(page, 'new-group');
  await page.getByLabel('People', { exact: true }).fill('nobody');
  await page.getByRole('button', { name: 'Options' }).click();
  await page.getByText('What new members see').waitFor();
  await look(page, 'new-group-options');
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByText('You added Bob and Carol').first().waitFor();
  const { id } = await groupNamed(bob, 'Field trip');
  await talk(bob, id, 'I have the tickets', 'Who brings the map?');
  await talk(carol, id, 'Me');
  await write(page, '/group add dana erin');
  await page.getByText('You added').nth(2).waitFor();
  unwrap(await dana.call('conversations', undefined));
  await write(page, 'Welcome, both of you');
  await page.getByRole('gridcell', { name: /Welcome/ }).waitFor();
  await look(page, 'group');
}

/** What can be done with members. */
export async function membersOfGroups(look: Look): Promise<void> {
  const { alice } = await twoGroups();
  const { page } = alice;
  await openConversation(page, /^Field trip/);
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'More for Bob' }).click();
  await page.getByRole('menuitem', { name: 'Make admin' }).click();
  await page.getByText('You made Bob an admin').first().waitFor();
  await look(page, 'group-details');
  await page.getByRole('button', { name: 'More for Carol' }).click();
  await page.getByRole('menuitem', { name: 'Remove from group' }).waitFor();
  await look(page, 'group-member-menu');
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await page.getByRole('dialog', { name: 'Remove Carol?' }).waitFor();
  await look(page, 'group-remove-member');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add people' }).click();
  await page.getByText('Everyone on this server is already in.').waitFor();
  await look(page, 'group-add-people');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Edit group' }).click();
  await page.getByRole('dialog', { name: 'Edit group' }).waitFor();
  await look(page, 'group-edit');
  await page.keyboard.press('Escape');
}

/** A group of alice's, one of bob's in which only he writes, and alice's window. */
async function twoGroups() {
  const home = await startTestServer({ accounts: ['alice', 'Bob', 'Carol'] });
  const bob = await person(home, 'bob', 'Bob');
  await person(home, 'carol', 'Carol');
  const alice = await personInWindow(home, 'alice');
  const members = ['bob', 'carol'];
  unwrap(await alice.engine().call('createGroup', { title: 'Field trip', members }));
  const news = unwrap(
    await bob.call('createGroup', { title: 'News', members: ['alice'], posting: 'admins' }),
  );
  await talk(bob, news.id, 'The office is closed on Friday.');
  await alice.page.getByRole('option', { name: /^News.*Friday/ }).waitFor();
  return { home, bob, alice, news };
}

/** The ways out of a group, and what is left of it. */
export async function endOfGroups(look: Look): Promise<void> {
  const { bob, alice, news } = await twoGroups();
  const { page } = alice;
  await openConversation(page, /^Field trip/);
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'Leave group' }).click();
  await page.getByText('You are the only owner.').waitFor();
  await look(page, 'group-leave');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete group' }).click();
  await page.getByRole('dialog', { name: 'Delete Field trip for everyone?' }).waitFor();
  await look(page, 'group-delete');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await openConversation(page, /^News/);
  await page.getByText('Only owners and admins can write').waitFor();
  await look(page, 'group-admins-only');
  unwrap(await bob.call('removeMember', { conversation: news.id, user: 'alice' }));
  await page.getByText('Bob removed you on').first().waitFor();
  await page.getByRole('button', { name: 'Show details' }).click();
  await look(page, 'group-removed');
  await page.locator('.no-writing').getByRole('button', { name: 'Remove from list' }).click();
  await page.getByRole('dialog', { name: 'Remove News from your list?' }).waitFor();
  await look(page, 'group-forget');
}

export async function germanGroups(look: Look): Promise<void> {
  const { home, bob, alice, news } = await twoGroups();
  unwrap(await bob.call('removeMember', { conversation: news.id, user: 'alice' }));
  await alice.close();
  const { page } = await openWindow({
    profileFolder: alice.profileFolder,
    locale: 'de-DE',
    servers: [{ url: home.url, account: 'alice' }],
  });
  const { groups: words } = deutsch;
  await openConversation(page, /^Field trip/);
  await page.getByText('Sie haben Bob und Carol hinzugefügt').first().waitFor();
  await page.getByRole('button', { name: deutsch.details.show }).click();
  await look(page, 'de-group');
  await page.getByRole('button', { name: words.memberMenu('Carol') }).click();
  await page.getByRole('menuitem', { name: words.remove }).waitFor();
  await look(page, 'de-group-member-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.edit }).click();
  await page.getByRole('dialog', { name: words.edit }).waitFor();
  await look(page, 'de-group-edit');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: words.leave }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'de-group-leave');
  await page.keyboard.press('Escape');
  await openConversation(page, /^News/);
  await page
    .getByText(/Bob hat Sie am .* entfernt\./)
    .first()
    .waitFor();
  await look(page, 'de-group-removed');
  await page.keyboard.press('Control+Shift+n');
  await page.getByRole('dialog', { name: words.create }).waitFor();
  await page.getByRole('button', { name: words.options }).click();
  await look(page, 'de-new-group');
}

/** Finds a person by the first letters and takes them with Enter. */
async function choose(page: Page, typed: string, name: string): Promise<void> {
  await page.getByLabel('People', { exact: true }).focus();
  await page.keyboard.type(typed);
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.chip', { hasText: name }).waitFor();
}

async function groupNamed(member: EngineApi, title: string): Promise<Conversation> {
  const found = unwrap(await member.call('conversations', undefined)).find((one) => one.title === title);
  if (!found) throw new Error(`no group ${title} yet`);
  return found;
}

async function talk(
  from: EngineApi,
  conversation: Conversation['id'],
  ...texts: readonly string[]
): Promise<void> {
  for (const text of texts) unwrap(await from.call('send', { conversation, text }));
}

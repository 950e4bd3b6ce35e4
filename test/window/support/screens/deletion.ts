// The end of an account, as its user sees it and as those do whom it wrote with.
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, password, person, personInWindow } from '../people.ts';
import { openWindow, type WindowOptions } from '../window.ts';
import type { Look } from './look.ts';

/** Alice's window: she has written with Bob, is in his group, alone owns one with him in it, and is alone in another. */
export async function aliceInGroups(options: WindowOptions = {}) {
  const home = await startTestServer({ accounts: ['owner', 'bob', 'alice'] });
  const bob = await person(home, 'bob');
  const alice = await person(home, 'alice');
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'See you on Monday' }));
  const trip = unwrap(await bob.call('createGroup', { title: 'Field trip', members: ['alice'] })).id;
  unwrap(await alice.call('createGroup', { title: 'Choir', members: ['bob'] }));
  unwrap(await alice.call('createGroup', { title: 'My notes', members: [] }));
  const { page } = await openWindow({ engine: alice, startsOn: home.url, ...options });
  await page.getByRole('option', { name: /^Field trip/ }).waitFor();
  return { bob, alice, page, trip };
}

export async function deletion(look: Look): Promise<void> {
  const { page } = await aliceInGroups();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Delete account…' }).waitFor();
  await look(page, 'account');
  await page.getByRole('button', { name: 'Delete account…' }).click();
  await page.getByText('You are the only owner of these groups').waitFor();
  await look(page, 'delete-account-successors');
  await page.getByRole('button', { name: 'Choose another owner of Choir' }).click();
  await page.getByLabel('New owner', { exact: true }).fill('bo');
  await page.getByRole('option', { name: 'bob', exact: true }).click();
  await page.getByRole('button', { name: 'Leave group' }).click();
  await page.getByText('You left this group').first().waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Delete account…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByLabel('Your password').fill('not the password');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await page.getByText('The current password is wrong.').waitFor();
  await look(page, 'delete-account');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await page.getByText(/^Your account was deleted/).waitFor();
  await look(page, 'account-deleted');
}

export async function deletedPerson(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['owner', 'bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'See you on Monday' }));
  await openConversation(page, /^bob/);
  await page.getByRole('gridcell', { name: /See you on Monday/ }).waitFor();
  unwrap(await bob.call('deleteAccount', { password }));
  await page.getByText(/bob.* deleted their account/).waitFor();
  await look(page, 'deleted-person');
  await page.getByRole('button', { name: 'Remove from list' }).click();
  await page.getByRole('dialog', { name: 'Remove bob from your list?' }).waitFor();
  await look(page, 'deleted-person-remove');
}

export async function germanDeletion(look: Look): Promise<void> {
  const { page, bob, trip } = await aliceInGroups({ locale: 'de-DE', size: { width: 720, height: 600 } });
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: deutsch.settings.account }).click();
  await page.getByRole('button', { name: deutsch.accountDeletion.ask }).click();
  await page.getByText(deutsch.accountDeletion.orphaned).waitFor();
  await look(page, 'de-delete-account');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  unwrap(await bob.call('deleteGroup', { conversation: trip }));
  unwrap(await bob.call('deleteAccount', { password }));
  await openConversation(page, /^bob/);
  await page.getByText(deutsch.accountDeletion.briefly).waitFor();
  await look(page, 'de-deleted-person');
}

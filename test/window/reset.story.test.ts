// An account is reset while two people sit in front of their windows.
import { expect, test } from 'vitest';
import { admin, administratorResets, fileWith } from '../support/administrator.ts';
import { startTestServer } from '../support/test-server.ts';
import { connect, fillAccount, openConversation, password, personInWindow, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

const given = 'given out by hand';

test('an account is reset: its user begins anew, and the other person decides before anything goes there', async () => {
  const home = await startTestServer({ accounts: ['Alice', 'Bob'] });
  const { page: alice } = await personInWindow(home, 'alice');
  const { page: bob } = await personInWindow(home, 'bob');
  await openConversation(bob, /^Alice/);
  await write(bob, 'Before the reset');
  await alice.getByRole('option', { name: /^Bob/ }).first().waitFor();

  const file = await fileWith(given);
  const done = await admin(home.dataFolder, 'user', 'reset', 'alice', '--yes', '--password-file', file);
  expect(done).toMatch(/alice was reset, and can sign in now with the initial password\.$/);

  await alice
    .getByText(/^Your account was reset on .* Nothing has been erased on this computer\.$/)
    .waitFor();
  await write(bob, 'Is it you?');
  await bob.getByText(/^Alice’s account was reset and isn’t set up again yet/).waitFor();
  await bob.getByRole('gridcell', { name: /^You, Is it you\?, .*, sending$/ }).waitFor();

  await fillAccount(alice, 'alice', 'not the password');
  await alice.keyboard.press('Enter');
  await alice.getByText('3 attempts left').waitFor();
  await fillAccount(alice, 'alice', given);
  await alice.keyboard.press('Enter');
  await alice.getByRole('heading', { name: 'Your account was reset' }).waitFor();
  await alice.getByText('This computer still has messages of the account before. They are erased.').waitFor();
  await alice.getByLabel('New password').fill(password);
  await alice.getByRole('button', { name: 'Erase them and begin anew' }).click();
  await alice.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await alice.getByText('Connected').waitFor();
  expect(await alice.getByText('Before the reset').count()).toBe(0);

  const alarm = bob.locator('.identity-alarm').filter({ hasText: 'The keys of Alice have changed' });
  await alarm.getByText('1 message is waiting').waitFor();
  expect(await alice.getByText('Is it you?').count()).toBe(0);
  await alarm.getByRole('button', { name: 'Accept the new keys' }).click();
  await bob.getByRole('gridcell', { name: /^You, Is it you\?, .*, (sent|delivered)$/ }).waitFor();
  await bob.getByRole('gridcell', { name: /^You, Before the reset/ }).waitFor();

  await openConversation(alice, /^Bob/);
  await alice.getByRole('gridcell', { name: /^Bob, Is it you\?/ }).waitFor();
  await write(alice, 'Yes, with new keys');
  await bob.getByRole('gridcell', { name: /^Alice, Yes, with new keys/ }).waitFor();
  expect(await alice.getByText('Before the reset').count()).toBe(0);
}, 120_000);

test('where the password that was given out is entered as an invite, the account’s reset is explained as well', async () => {
  const home = await startTestServer({ accounts: ['alice'], args: ['--registration', 'invite'] });
  await administratorResets(home, 'alice', given);
  const { page } = await openWindow();
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Invite', { exact: true }).fill(given);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Your account was reset' }).waitFor();
  expect(await page.getByText('They are erased.').count()).toBe(0);
  await page.getByLabel('New password').fill(given);
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await page.getByText('Choose a different password from the one you received.').waitFor();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await page.getByText('Connected').waitFor();
});

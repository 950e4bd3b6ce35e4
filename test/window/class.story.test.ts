// A class through its windows: thirty people in a group, one removed while away, one who leaves; and a stolen computer.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { conversationId } from '../../protocol/ids.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { registered } from '../support/wire-client.ts';
import { hasFocus, openConversation, password, person, personInWindow, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

/** Of pupils who are away. */
const others =
  'ada ali anna ben bo carl cem dana dina elif emil finn greta hugo ida jan kim lea lina max nina noah olga paul rosa sami yara'.split(
    ' ',
  );

function line(page: Page, words: RegExp) {
  return page.getByRole('gridcell', { name: words });
}

test('a class of thirty is formed; one is removed while away, and one leaves', async () => {
  const home = await startTestServer({ accounts: ['teacher', 'mia', 'tom'] });
  for (const name of others) (await registered(home, name)).socket.disconnect();
  const mia = await personInWindow(home, 'mia');
  const tom = await person(home, 'tom');
  const { page } = await personInWindow(home, 'teacher');

  await openConversation(page, /^Lobby/);
  await write(page, `/group create "Class 7b" ${['mia', 'tom', ...others].join(' ')}`);
  await line(page, /^You created the group “Class 7b”, You added mia, tom and 27 others/).waitFor();
  await write(page, 'Welcome, all of you');
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByText('30 members').waitFor();
  await openConversation(mia.page, /^Class 7b/);
  await line(mia.page, /^teacher, Welcome, all of you/).waitFor();
  await mia.close();

  await page.getByRole('button', { name: 'More for mia' }).click();
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from group' }).click();
  await line(page, /^You removed mia/).waitFor();
  await write(page, 'Not for everyone');
  await line(page, /^You, Not for everyone, .*(sent|delivered)/).waitFor();
  const group = unwrap(await tom.call('conversations', undefined)).find(({ title }) => title === 'Class 7b');
  unwrap(await tom.call('leaveGroup', { conversation: conversationId.parse(group?.id) }));
  await line(page, /^tom left the group/).waitFor();
  await page.getByText('28 members').waitFor();

  const again = await openWindow({
    profileFolder: mia.profileFolder,
    servers: [{ url: home.url, account: `mia@${home.name}` }],
  });
  await again.page.getByRole('option', { name: /^Class 7b.*teacher removed you/ }).click();
  await line(again.page, /^teacher, Welcome, all of you/).waitFor();
  await again.page
    .locator('.no-writing')
    .getByText(/^teacher removed you on /)
    .waitFor();
  expect(await line(again.page, /Not for everyone|tom left/).count()).toBe(0);
  expect(await again.page.locator('.badge').count()).toBe(0);
});

test('a stolen computer is removed, and shows nothing more when it comes back', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  const stolen = await openWindow({ servers: [{ url: home.url }] });
  await stolen.page.getByRole('button', { name: /127/ }).first().click();
  await stolen.page.getByLabel('Username').fill('alice');
  await stolen.page.getByLabel('Password', { exact: true }).fill(password);
  await stolen.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await stolen.page.getByText('Connected').waitFor();
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'The key is under the mat' }));
  await openConversation(stolen.page, /^bob/);
  await line(stolen.page, /^bob, The key is under the mat/).waitFor();
  await stolen.close();

  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page.getByRole('button', { name: /^Remove / }).click();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Remove device' }).click();
  await page.getByText(/“.*” has been removed/).waitFor();
  await page.getByRole('button', { name: /^Remove / }).waitFor({ state: 'detached' });
  // The button that opened the dialog is gone.
  await hasFocus(page.getByRole('dialog').getByRole('button', { name: 'Close' }));
  await page.keyboard.press('Escape');
  await openConversation(page, /^bob/);
  await write(page, 'It is no longer there');
  await line(page, /^You, It is no longer there, .*(sent|delivered)/).waitFor();

  const back = await openWindow({
    profileFolder: stolen.profileFolder,
    servers: [{ url: home.url, account: `alice@${home.name}` }],
  });
  await back.page.getByText(/^You removed this device/).waitFor();
  expect(await back.page.getByText(/under the mat|no longer there/).count()).toBe(0);
});

import { expect, test } from 'vitest';
import { startHome } from '../support/home.ts';
import { openWindow } from './support/window.ts';

const password = 'correct horse battery';

test('alice creates an account and bob reads her in the Lobby', async () => {
  const home = await startHome();
  const alice = await openWindow();
  const { page } = alice;
  await page.getByLabel('Address or invite link').fill(home.ownerInvite ?? home.url);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByLabel('User name').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.getByRole('option', { name: /Lobby/ }).click();
  await page.getByLabel('Message Lobby').fill('hello');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: /You, hello/ }).waitFor();
  await page.getByRole('img', { name: 'sent' }).waitFor();
  expect(await alice.complaints()).toEqual([]);
});

import { expect, test } from 'vitest';
import { startHome } from '../support/home.ts';
import { startApp } from './support/desktop-app.ts';

const password = 'correct horse battery';

test('alice creates an account in the app and says something in the Lobby', async () => {
  const home = await startHome();
  const { page } = await startApp();
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
  expect(await page.screenshot({ path: '/tmp/shell-1.png' })).toBeTruthy();
});

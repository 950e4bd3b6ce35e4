// What the engine tells comes with English sentences; the window has its own.
import { expect, test } from 'vitest';
import { accepted } from '../support/computers.ts';
import { startHome } from '../support/home.ts';
import {
  connect,
  fillAccount,
  openConversation,
  password,
  person,
  personInWindow,
} from './support/people.ts';
import { openWindow } from './support/window.ts';

test('notices and the end of a session are told in the language of the window', async () => {
  const home = await startHome();
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  await page.keyboard.press('Control+,');
  await page.getByText('Deutsch', { exact: true }).click();
  await page.keyboard.press('Escape');
  accepted(await bob.call('setStatus', { status: 'dnd' }));
  await openConversation(page, /^bob.*Nicht stören/);
  await page.getByLabel('Nachricht an bob').fill('later');
  await page.keyboard.press('Enter');
  await page
    .getByRole('status', { name: 'Hinweise' })
    .getByText(/^bob möchte nicht gestört werden/)
    .waitFor();

  const laptop = await openWindow();
  await connect(laptop.page, home.url);
  await fillAccount(laptop.page, 'alice');
  await laptop.page.keyboard.press('Enter');
  await laptop.page.getByText('Connected').waitFor();
  const change = { oldPassword: password, newPassword: 'another good password' };
  accepted(await laptop.engine().call('changePassword', change));
  await expect
    .poll(() => page.getByRole('alert').innerText())
    .toBe('Diese Anmeldung ist beendet. Melden Sie sich wieder an.');
});

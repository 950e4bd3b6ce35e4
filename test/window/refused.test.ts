// What is asked for and refused is said.
import { test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { startHome } from '../support/home.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation, personInWindow, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

const unreachable = /^The server can’t be reached/;

test('a status that can’t be set is told, by the menu and by the command', async () => {
  const home = await startHome();
  const { page } = await personInWindow(home, 'alice');
  await openConversation(page, /^Lobby/);
  await home.stop();
  await page.getByText('Offline – trying again').waitFor();
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitemradio', { name: 'Do not disturb' }).click();
  await page.getByRole('status', { name: 'Notices' }).getByText(unreachable).waitFor();
  await write(page, '/status dnd');
  await page.locator('.command-answer').getByText(unreachable).waitFor();
});

/** The conversation with somebody, before an engine that refuses. */
async function besideBob() {
  const engine = createHostileEngine(['bob']);
  engine.refusal = refuse('storage-full');
  const { page } = await openWindow({ engine });
  await connect(page, 'home.example');
  await openConversation(page, /bob/);
  return { page, notices: page.getByRole('status', { name: 'Notices' }) };
}

test('a message and a sign-out that are refused are told', async () => {
  const { page, notices } = await besideBob();
  const told = notices.getByText(/disk is full/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await told.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await told.waitFor();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Sign out');
  await page.keyboard.press('Enter');
  await told.waitFor();
});

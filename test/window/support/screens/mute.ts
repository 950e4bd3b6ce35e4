import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { openConversation, person, personInWindow, reopenInGerman, say } from '../people.ts';
import type { Look } from './look.ts';

/** A conversation is muted until tomorrow, and a message comes in it while another one is open. */
export async function mute(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  await say(bob, 'alice', 'Guten Abend');
  const { page } = await reopenInGerman(alice, home, { size: { width: 1280, height: 800 } });
  await openConversation(page, /^bob/);
  await page.getByRole('button', { name: deutsch.details.show }).click();
  await page.getByRole('button', { name: deutsch.mute.mute }).click();
  const tomorrow = page.getByRole('menuitem', { name: deutsch.mute.choices.tomorrow });
  await tomorrow.waitFor();
  await look(page, 'de-mute');
  await tomorrow.click();
  await page.getByRole('button', { name: deutsch.mute.unmute }).waitFor();
  await look(page, 'de-muted');
  await openConversation(page, /^Lobby/);
  await say(bob, 'alice', 'Noch etwas');
  await page.getByRole('option', { name: /^bob.*1 ungelesen/ }).waitFor();
  await look(page, 'de-muted-unread');
}

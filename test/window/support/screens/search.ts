import { startTestServer } from '../../../support/test-server.ts';
import { openConversation, person, personInWindow, reopenInGerman, say, sayInLobby } from '../people.ts';
import type { Look } from './look.ts';

async function searching(look: Look, language: 'en' | 'de'): Promise<void> {
  const prefix = language === 'de' ? 'de-' : '';
  const home = await startTestServer();
  const bob = await person(home, 'bob', 'Bob Baker');
  const alice = await personInWindow(home, 'alice');
  const { page } = language === 'de' ? await reopenInGerman(alice, home) : alice;
  await sayInLobby(bob, 'The room with the big table is free on Thursday');
  await say(
    bob,
    'alice',
    'Did the venue ever confirm the room?',
    `${'It was a long day, and much was said that hardly matters here. '.repeat(3)}The room on the second floor is ours, and the room next to it as well.`,
    '会議室は3階です',
  );
  await openConversation(page, /^Bob Baker/);
  await page.keyboard.press('Control+f');
  await page.getByRole('dialog').waitFor();
  await look(page, `${prefix}search-empty`);
  await page.keyboard.type('room');
  await page.getByRole('menuitem').nth(2).waitFor();
  await look(page, `${prefix}search-results`);
  await page.getByRole('menuitem', { name: /second floor/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('[data-found="true"]').waitFor();
  await look(page, `${prefix}search-found`);
  await page.keyboard.press('Control+f');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('zebra');
  await page.getByText(/zebra/).waitFor();
  await look(page, `${prefix}search-nothing`);
}

export function search(look: Look): Promise<void> {
  return searching(look, 'en');
}

export function germanSearch(look: Look): Promise<void> {
  return searching(look, 'de');
}

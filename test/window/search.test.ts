// Searching in the window: to a message in its place, and back to the results.
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { hasFocus, openConversation, person, personInWindow, say, sayInLobby } from './support/people.ts';

test('alice finds a message by a part of a word, opens it in its place, and goes back to the results', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  await sayInLobby(bob, 'one umbrella is mine');
  await say(bob, 'alice', 'the blue Umbrellas are here', 'of no matter');
  await openConversation(page, /^bob/);
  await page.keyboard.press('Control+f');
  const field = page
    .getByRole('dialog', { name: 'Search messages' })
    .getByRole('searchbox')
    .or(page.locator('.search input'));
  await hasFocus(field);
  await page.keyboard.type('umbrell');
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['Umbrell', 'umbrell']);
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).click();
  await page.getByRole('heading', { name: 'Lobby' }).waitFor();
  await page.locator('[data-found="true"]', { hasText: 'one umbrella is mine' }).waitFor();
  await page.getByRole('button', { name: 'Back to results' }).click();
  await page.getByRole('menuitem', { name: /the blue Umbrellas are here/ }).waitFor();
});

// Searching in the window: to a message in its place, and back to the results.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { listen } from './support/announcements.ts';
import { hasFocus, openConversation, person, personInWindow, say, sayInLobby } from './support/people.ts';

function fieldIn(page: Page) {
  return page.locator('.search input');
}

/** Bob has said “umbrella” in the Lobby, and then to alice, with whom the open conversation is. */
async function twoUmbrellas(): Promise<Page> {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const { page } = await personInWindow(home, 'alice');
  await sayInLobby(bob, 'one umbrella is mine');
  await say(bob, 'alice', 'the blue Umbrellas are here', 'of no matter');
  await openConversation(page, /^bob/);
  // Both have come: a search doesn't wait for what the server still has.
  await page.getByRole('gridcell', { name: /of no matter/ }).waitFor();
  await page.getByRole('option', { name: /^Lobby.*umbrella is mine/ }).waitFor();
  return page;
}

test('alice finds a message by a part of a word, opens it in its place, and goes back to the results', async () => {
  const page = await twoUmbrellas();
  await page.keyboard.press('Control+f');
  await hasFocus(fieldIn(page));
  await page.keyboard.type('umbrell');
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['Umbrell', 'umbrell']);
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).click();
  await page.getByRole('heading', { name: 'Lobby' }).waitFor();
  await page.locator('[data-found="true"]', { hasText: 'one umbrella is mine' }).waitFor();
  await page.getByRole('button', { name: 'Back to results' }).click();
  await page.getByRole('menuitem', { name: /the blue Umbrellas are here/ }).waitFor();
});

test('by keys alone: Escape gives the focus back, arrows choose a hit, Enter goes to it', async () => {
  const page = await twoUmbrellas();
  const composer = page.getByLabel('Message bob');
  await composer.focus();
  const announcements = await listen(page);
  await page.keyboard.press('Control+f');
  await hasFocus(fieldIn(page));
  await page.keyboard.type('umbrell');
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).waitFor();
  await expect.poll(announcements.said).toContain('2 results');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hasFocus(composer);

  await page.keyboard.press('Control+Shift+f');
  await hasFocus(fieldIn(page));
  await page.getByRole('menuitem', { name: /one umbrella/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Only in bob', pressed: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role^="menuitem"][data-focused]', { hasText: 'blue Umbrellas' }).waitFor();
  await page.keyboard.press('Enter');
  await hasFocus(page.getByRole('gridcell', { name: /the blue Umbrellas are here/ }));
});

test('an old message opens among those around it, and the newest are one click away', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const many = Array.from({ length: 160 }, (_, index) => `of no matter ${index + 1}`);
  await sayInLobby(bob, ...many.slice(0, 80), 'the blue Umbrellas are here', ...many.slice(80));
  const { page } = await personInWindow(home, 'alice');
  // All of them are there, so that the first of them is where the Lobby opens.
  await page.getByRole('option', { name: /^Lobby.*of no matter 160.*161 unread/ }).waitFor();
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /of no matter 1,/ }).waitFor();
  await page.keyboard.press('Control+f');
  await hasFocus(fieldIn(page));
  await page.keyboard.type('umbrell');
  await page.getByRole('menuitem', { name: /blue Umbrellas/ }).click();
  await hasFocus(page.getByRole('gridcell', { name: /the blue Umbrellas are here/ }));
  await page.getByRole('gridcell', { name: /of no matter 80,/ }).waitFor();
  await page.getByRole('gridcell', { name: /of no matter 81,/ }).waitFor();
  await page.getByRole('button', { name: /Jump to latest/ }).click();
  await page.getByRole('gridcell', { name: /of no matter 160,/ }).waitFor();
});

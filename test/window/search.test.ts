// Searching in the window, by keys alone: to a message in its place, and back to the results.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { listen } from './support/announcements.ts';
import { hasFocus, openConversation, person, personInWindow, say, sayInLobby } from './support/people.ts';

function field(page: Page) {
  return page.getByRole('dialog', { name: 'Search messages' }).getByLabel('Search messages');
}

test('alice finds an old message by its words, reads it in its place, and goes back to the results', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  const many = Array.from({ length: 120 }, (_, index) => `of no matter ${index + 1}`);
  await say(bob, 'alice', ...many.slice(0, 60), 'the blue Umbrellas are here', ...many.slice(60));
  await sayInLobby(bob, 'one umbrella is mine');
  await openConversation(page, /^bob.*unread/);
  await page.getByRole('gridcell', { name: /of no matter 1,/ }).waitFor();
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.focus();
  const announcements = await listen(page);

  await page.keyboard.press('Control+f');
  await hasFocus(field(page));
  await page.keyboard.type('umbrell');
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).waitFor();
  await page.getByRole('menuitem', { name: /bob, the blue Umbrellas are here/ }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['umbrell', 'Umbrell']);
  await expect.poll(announcements.said).toContain('2 results');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hasFocus(composer);

  await page.keyboard.press('Control+Shift+f');
  await hasFocus(field(page));
  await page.getByRole('menuitem', { name: /one umbrella/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Only in bob', pressed: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role^="menuitem"][data-focused]', { hasText: 'blue Umbrellas' }).waitFor();
  await page.keyboard.press('Enter');
  const found = page.getByRole('gridcell', { name: /the blue Umbrellas are here/ });
  await hasFocus(found);
  await expect.poll(() => found.evaluate((cell) => cell.getBoundingClientRect().top)).toBeGreaterThan(0);
  await page.getByRole('gridcell', { name: /of no matter 60,/ }).waitFor();
  // What lies around it goes on in both directions.
  await page.getByRole('button', { name: /Jump to latest/ }).click();
  await page.getByRole('gridcell', { name: /of no matter 120,/ }).waitFor();

  await page.getByRole('button', { name: 'Back to results' }).click();
  await hasFocus(field(page));
  expect(await field(page).inputValue()).toBe('umbrell');
  await page.getByRole('menuitem', { name: /the blue Umbrellas are here/ }).waitFor();
  await page.getByRole('button', { name: 'Only in bob' }).click();
  await page.getByRole('menuitem', { name: /one umbrella is mine/ }).click();
  await page.getByRole('heading', { name: 'Lobby' }).waitFor();
  await hasFocus(page.getByRole('gridcell', { name: /one umbrella is mine/ }));
});

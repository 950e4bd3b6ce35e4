/// <reference lib="dom" />
import type { Locator } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { openConversation, person, personInWindow, say, sayInLobby } from './support/people.ts';
import { longName } from './support/screens/surroundings.ts';

/** Where the ink of a text begins and ends, and of what is cut off only the part that is seen. */
function extent(text: Locator): Promise<{ readonly left: number; readonly right: number }> {
  return text.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const ink = range.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return { left: Math.max(ink.left, box.left), right: Math.min(ink.right, box.right) };
  });
}

test('right-to-left names align with other names', async () => {
  const home = await startTestServer({
    accounts: [{ username: 'noor', displayName: 'نور الهدى' }, 'Bob', 'alice'],
  });
  const noor = await person(home, 'noor', 'نور الهدى');
  await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  await sayInLobby(noor, 'مرحبا');
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /^نور الهدى, مرحبا/ }).waitFor();
  await say(noor, 'alice', 'one more');
  await openConversation(page, /^نور الهدى.*one more/);
  await page.getByRole('heading', { name: 'نور الهدى' }).first().waitFor();
  const rows = page.locator('.row-title');
  const [lobby, hers] = [await extent(rows.nth(0)), await extent(rows.nth(1))];
  expect(hers.left).toBeCloseTo(lobby.left, 0);
  const heading = page.locator('.conversation-heading');
  const title = await extent(heading.locator('h1 > bdi'));
  expect(title.left).toBeCloseTo((await extent(heading)).left, 0);
});

test('a long right-to-left preview shows its beginning', async () => {
  const home = await startTestServer({ accounts: [{ username: 'dana', displayName: 'דנה' }, 'alice'] });
  const dana = await person(home, 'dana', 'דנה');
  const { page } = await personInWindow(home, 'alice');
  await say(dana, 'alice', `שלום ${'see you at half past ten '.repeat(4)}`);
  const preview = page.locator('.row-preview > bdi').filter({ hasText: 'שלום' });
  await preview.waitFor();
  const cut = await preview.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild ?? element, 0);
    range.setEnd(element.firstChild ?? element, 'שלום'.length);
    const word = range.getBoundingClientRect();
    const box = element.closest('.row-preview')?.getBoundingClientRect() ?? new DOMRect();
    return {
      inside: word.right <= box.right + 1 && word.left >= box.left,
      longer: element.scrollWidth > box.width,
    };
  });
  expect(cut).toEqual({ inside: true, longer: true });
});

test('a name of 60 characters is truncated in the list and complete in the details', async () => {
  expect(longName).toHaveLength(60);
  const home = await startTestServer({ accounts: [{ username: 'hubert', displayName: longName }, 'alice'] });
  await person(home, 'hubert', longName);
  const { page } = await personInWindow(home, 'alice', { size: { width: 900, height: 600 } });
  await openConversation(page, /^Hubert/);
  await page.getByRole('button', { name: 'Show details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  const [whole, panel] = [details.getByRole('heading', { name: longName }), await details.boundingBox()];
  const name = await whole.boundingBox();
  expect(name && panel && name.x >= panel.x && name.x + name.width <= panel.x + panel.width).toBe(true);
  const row = page.getByRole('option', { name: new RegExp(`^${longName}`) }).first();
  expect((await row.boundingBox())?.width).toBeLessThan(296);
  await page.keyboard.press('Escape');
  const empty = await page.getByLabel(`Message ${longName}`).boundingBox();
  expect(empty?.height).toBeLessThan(40);
});

test('nothing animates with reduced motion', async () => {
  const { page } = await personInWindow(await startTestServer({ accounts: ['alice'] }), 'alice');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openConversation(page, /^Lobby/);
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

// The list of conversations follows the conversation that is open.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation } from './support/people.ts';
import { openWindow } from './support/window.ts';

const names = Array.from({ length: 50 }, (_, nth) => `person ${String(nth).padStart(2, '0')}`);

async function windowWithFifty(): Promise<Page> {
  const { page } = await openWindow({ engine: createHostileEngine(names) });
  await connect(page, 'home.example');
  await openConversation(page, /^person 00/);
  return page;
}

function isWhollyInList(row: Locator): Promise<boolean> {
  return row.evaluate((element) => {
    const list = element.closest('.conversation-list')?.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1;
  });
}

async function expectOpen(page: Page, name: string): Promise<void> {
  const row = page.getByRole('option', { name: new RegExp(`^${name}`), selected: true });
  await row.waitFor();
  await expect.poll(() => isWhollyInList(row)).toBe(true);
}

test('the row of the open conversation is in view after Alt+Up, Alt+Down and Ctrl+1', async () => {
  const page = await windowWithFifty();
  await page.keyboard.press('Alt+ArrowUp');
  await expectOpen(page, 'person 49');
  await page.keyboard.press('Control+1');
  await expectOpen(page, 'person 00');
  for (let nth = 1; nth <= 15; nth += 1) await page.keyboard.press('Alt+ArrowDown');
  await expectOpen(page, 'person 15');
});

test('a list that was scrolled by hand stays where it is while the conversation stays open', async () => {
  const page = await windowWithFifty();
  const list = page.locator('.conversation-list');
  await list.hover();
  await page.mouse.wheel(0, 1_500);
  const scrolled = () => list.evaluate(({ scrollTop }) => scrollTop);
  await expect.poll(scrolled).toBeGreaterThan(1_000);
  await page.getByLabel('Message person 00').fill('a draft');
  expect(await scrolled()).toBeGreaterThan(1_000);
});

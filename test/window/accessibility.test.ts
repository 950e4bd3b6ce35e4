/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import axe, { type RunOnly } from 'axe-core';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { liveInPage } from './support/announcements.ts';
import { openConversation, personInWindow, write } from './support/people.ts';
import { walks } from './support/screens/screens.ts';

/** In the dark theme the same elements have other colours: the other rules would find what they find in the light. */
const rules: Record<'light' | 'dark', RunOnly> = {
  light: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** What axe finds on the screen, in both themes. */
async function findings(page: Page): Promise<readonly string[]> {
  // A page is looked at many times, and reading axe takes as long as a look.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // What passes is not described: that is most of the work, and all of the page's elements to carry over here.
    const violations = await page.evaluate(async (runOnly) => {
      const page = globalThis as unknown as { axe: typeof axe };
      return (await page.axe.run({ runOnly, resultTypes: ['violations'] })).violations;
    }, rules[colorScheme]);
    for (const { id, nodes } of violations) {
      const real = nodes.filter(({ html }) => !(id === 'label-content-name-mismatch' && isMessage(html)));
      found.push(...real.map(({ html }) => `${colorScheme} ${id} ${html.slice(0, 160)}`));
    }
  }
  return found;
}

/** It is read, not pressed: no user of voice control has to say its visible words to choose it. */
function isMessage(html: string): boolean {
  return html.startsWith('<div role="gridcell"');
}

/** What sticks out of a window that is 320 CSS pixels wide, as 1280 are at 400 %. What only is spoken may. */
async function cutOff(page: Page): Promise<readonly string[]> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, textarea, h1, h2, p, li, .bubble')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        if (width === 0 || (left >= 0 && right <= window.innerWidth)) return false;
        for (let around: Element | null = element; around; around = around.parentElement) {
          if (getComputedStyle(around).clipPath !== 'none') return false;
        }
        return true;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 160)),
  );
  if (size) await page.setViewportSize(size);
  return found;
}

/** As a user changes the system's language: the screen stays what it is. */
async function useLanguage(page: Page, language: string): Promise<void> {
  await page.evaluate((chosen) => {
    Object.defineProperty(navigator, 'languages', { value: [chosen], configurable: true });
    window.dispatchEvent(new Event('languagechange'));
  }, language);
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
}

/** What sticks out of the narrow window in the language with the longer words. */
async function cutOffInGerman(page: Page): Promise<readonly string[]> {
  if ((await page.locator('html').getAttribute('lang')) === 'de') return [];
  await useLanguage(page, 'de');
  const found = await cutOff(page);
  await useLanguage(page, 'en');
  return found;
}

test.each(Object.entries(walks))('axe reports no violations and no text is cut off: %s', (_, walk) =>
  walk(async (page, name) => {
    expect(await findings(page), name).toEqual([]);
    expect(await liveInPage(page), name).toEqual([]);
    expect(await cutOff(page), name).toEqual([]);
    expect(await cutOffInGerman(page), `${name} in German`).toEqual([]);
  }),
);

test('at 200 % zoom nothing scrolls sideways, and list and conversation alternate', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page } = await personInWindow(home, 'alice', { zoom: 2, size: { width: 900, height: 600 } });
  await openConversation(page, /^Lobby/);
  await write(page, 'a word '.repeat(40));
  await page.locator('.message').waitFor();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back to all conversations' }).click();
  await page.getByRole('option', { name: /^Lobby/ }).waitFor();
});

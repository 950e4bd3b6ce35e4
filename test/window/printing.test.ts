/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startHome } from '../support/home.ts';
import { connect, fillAccount } from './support/people.ts';
import { openWindow } from './support/window.ts';

/** Background and text of an element as they come onto paper. */
function coloursOf(page: Page, selector: string): Promise<readonly string[]> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      return [backgroundColor, color];
    });
}

test('the printed recovery key has its account, words and code, dark on white', async () => {
  const home = await startHome();
  const { page } = await openWindow({ colorScheme: 'dark' });
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await connect(page, home.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Print' }).click();
  await page.locator('body[data-printed]').waitFor();

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const words = await page.getByRole('list').getByRole('listitem').allInnerTexts();
  expect(words).toHaveLength(24);
  const printed = (await page.locator('body').innerText()).split('\n').filter(Boolean);
  expect(printed).toEqual(['Parley recovery key of alice@home.example', ...words]);
  expect(await page.getByRole('img', { name: 'The recovery key as a QR code' }).isVisible()).toBe(true);
  const [paper, ink, none] = ['rgb(255, 255, 255)', 'rgb(29, 31, 30)', 'rgba(0, 0, 0, 0)'];
  expect(await coloursOf(page, 'body')).toEqual([paper, ink]);
  for (const part of ['.account', '.account-card', '.print-only', '.recovery-words li']) {
    expect(await coloursOf(page, part), part).toEqual([none, ink]);
  }
  const pages = (await page.pdf({ format: 'A4', printBackground: true })).toString('latin1');
  expect(pages.match(/\/Type \/Page\b/g)).toHaveLength(1);
});

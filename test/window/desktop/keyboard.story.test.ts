/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { password } from './people.ts';

/** Presses Tab until what is named has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    const focused = page.locator(':focus');
    if ((await focused.count()) > 0 && name.test(await focused.ariaSnapshot())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

test('from first run to first message without a mouse', async () => {
  const home = await startHome();
  const { page } = await startApp();
  await page.getByLabel('Address or invite link').waitFor();
  await tabTo(page, /textbox "Address or invite link"/);
  await page.keyboard.type(home.ownerInvite ?? home.url);
  await page.keyboard.press('Enter');
  await page.getByLabel('User name').waitFor();
  await tabTo(page, /textbox "User name"/);
  await page.keyboard.type('alice');
  await tabTo(page, /textbox "Password"/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I have written it down' }).waitFor();
  await tabTo(page, /button "I have written it down"/);
  await page.keyboard.press('Enter');
  await page.getByText('Connected').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('lobby');
  await page.keyboard.press('Enter');
  await page.getByLabel('Message Lobby').waitFor();
  await expect.poll(() => page.locator(':focus').ariaSnapshot()).toContain('Message Lobby');
  await page.keyboard.type('look, no mouse');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: /^You, look, no mouse/ }).waitFor();
});

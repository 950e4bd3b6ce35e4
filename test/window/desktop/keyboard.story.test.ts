/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { password, typeInto } from './people.ts';

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
  await page.getByLabel('Username').waitFor();
  await tabTo(page, /textbox "Username"/);
  await page.keyboard.type('alice');
  await tabTo(page, /textbox "Password"/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).waitFor();
  await tabTo(page, /button "I’ve saved my recovery key"/);
  await page.keyboard.press('Enter');
  await page.getByText('Connected').waitFor();
  await page.keyboard.press('Control+k');
  await typeInto(page.getByRole('dialog').getByRole('textbox'), 'lobby');
  await page.keyboard.press('Enter');
  await typeInto(page.getByLabel('Message Lobby'), 'look, no mouse');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, look, no mouse/ }).waitFor();
});

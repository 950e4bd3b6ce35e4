/// <reference lib="dom" />
import type { Locator, Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { hasFocus, openConversation, person, personInWindow, write } from './support/people.ts';

async function aliceWithBob() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  await person(home, 'bob');
  const alice = await personInWindow(home, 'alice', { size: { width: 1000, height: 700 } });
  await openConversation(alice.page, /^bob/);
  const composer = alice.page.getByLabel('Message bob');
  await hasFocus(composer);
  return { ...alice, composer };
}

async function press(button: Locator, key = 'Enter'): Promise<void> {
  await button.focus();
  await button.page().keyboard.press(key);
}

/** After as many frames as giving the focus to something may take. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  });
}

test('focus moves to the composer when the focused element disappears', async () => {
  const { page, composer } = await aliceWithBob();
  const details = page.getByRole('complementary', { name: 'Details' });
  await page.getByRole('button', { name: 'Show details' }).click();
  await press(details.getByRole('button', { name: 'Hide details' }));
  await hasFocus(composer);
  await page.getByRole('button', { name: 'Show details' }).click();
  await press(details.getByRole('button', { name: 'Mark as verified' }), 'Escape');
  await hasFocus(composer);
  await page.getByRole('button', { name: 'Show details' }).click();
  await press(details.getByRole('button', { name: 'Mark as verified' }));
  await hasFocus(composer);
  await write(page, '/help');
  await press(page.getByRole('button', { name: 'Dismiss' }));
  await hasFocus(composer);
  await press(page.getByRole('separator', { name: 'Width of the sidebar' }));
  await hasFocus(composer);
});

test('a dialog traps focus and restores it when closed', async () => {
  const { page } = await aliceWithBob();
  const start = page.getByRole('button', { name: 'Start a conversation' });
  await start.focus();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Local encryption' }).click();
  await page.getByLabel('Passphrase for this computer').fill('correct horse battery');
  await page.keyboard.press('Enter');
  const remove = page.getByRole('button', { name: 'Remove: Passphrase' });
  await press(remove);
  await remove.waitFor({ state: 'detached' });
  await settled(page);
  expect(await page.getByRole('dialog').locator(':focus').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hasFocus(start);
});

test('a form that is refused keeps the focus on its button, and Escape closes the dialog', async () => {
  const { page } = await aliceWithBob();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Delete account…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByLabel('Your password').fill('not the password');
  const button = dialog.getByRole('button', { name: 'Delete account' });
  await press(button);
  await dialog.getByText('The current password is wrong.').waitFor();
  await hasFocus(button);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a click on an element that takes no focus moves the focus to the page', async () => {
  const { page } = await aliceWithBob();
  await page.getByRole('heading', { name: 'bob' }).first().click();
  await settled(page);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
});

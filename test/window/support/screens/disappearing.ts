// Messages that disappear: how it is set, the line that says so, and the clock on each of them.
import type { Page } from '@playwright/test';
import { window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { lifetimeWords } from '../../../../view-models/disappearing.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, reopenInGerman } from '../people.ts';
import type { Look } from './look.ts';

async function bobWrites() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await bob.call('send', { conversation: id, text: 'The code for the door is 2718' }));
  return { home, alice };
}

export async function disappearingMessages(look: Look): Promise<void> {
  const { alice } = await bobWrites();
  await setAndSend(alice.page, english, look, '');
}

export async function germanDisappearingMessages(look: Look): Promise<void> {
  const { home, alice } = await bobWrites();
  const { page } = await reopenInGerman(alice, home);
  await setAndSend(page, deutsch, look, 'de-');
}

async function setAndSend(page: Page, words: typeof english, look: Look, prefix: string): Promise<void> {
  await openConversation(page, /^bob/);
  await hasFocus(page.getByRole('textbox'));
  await page.getByRole('button', { name: words.details.show }).click();
  await page.getByRole('button', { name: new RegExp(words.disappearing.title) }).click();
  await page.getByRole('menuitemradio', { name: lifetimeWords(words, 86_400) }).waitFor();
  await look(page, `${prefix}disappearing-choices`);
  await page.getByRole('menuitemradio', { name: lifetimeWords(words, 86_400) }).click();
  const line = words.groupEvents.disappearing(undefined, lifetimeWords(words, 86_400));
  await page.getByText(line).first().waitFor();
  await page.getByRole('button', { name: words.details.hide }).last().click();
  await page.getByRole('textbox').fill('And the alarm’s is 3141');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /3141/ }).waitFor();
  await page.locator('.message-timer').waitFor();
  await look(page, `${prefix}disappearing-message`);
  await page.getByRole('textbox').fill('/expire soon');
  await page.keyboard.press('Enter');
  await page.getByText(words.disappearing.usage).waitFor();
  await look(page, `${prefix}disappearing-usage`);
}

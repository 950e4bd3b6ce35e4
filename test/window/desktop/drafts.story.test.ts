import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { openConversation, person, signUp } from './people.ts';

const drafts = [
  ['Lobby', 'to everybody'],
  ['bob', 'to bob,\non two lines'],
  ['carol', 'שלום carol'],
] as const;

test('drafts in several conversations are there after a restart, each in its own', async () => {
  const home = await startTestServer();
  const before = await startApp();
  await signUp(before.page, home, 'alice');
  await person(home, 'bob');
  await person(home, 'carol');
  for (const [name, text] of drafts) {
    await openConversation(before.page, new RegExp(`^${name}`));
    await before.page.getByLabel(`Message ${name}`).fill(text);
  }
  await openConversation(before.page, /^Lobby/);
  await before.page.getByRole('option', { name: /^carol.*Draft: שלום carol/ }).waitFor();
  // The double ends a page without telling it.
  await before.page.evaluate("dispatchEvent(new Event('pagehide'))");
  await before.quit();

  const { page } = await startApp({ userData: before.options.userData });
  for (const [name, text] of drafts) {
    await page.getByRole('option', { name: new RegExp(`^${name}.*Draft: ${text.split('\n')[0]}`) }).click();
    await expect.poll(() => page.getByLabel(`Message ${name}`).inputValue()).toBe(text);
  }
  await page.getByLabel('Message carol').fill('');
  await openConversation(page, /^bob/);
  await page.getByRole('option', { name: /^carol.*No messages yet/ }).waitFor();
}, 60_000);

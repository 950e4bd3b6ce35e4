// A message under a passphrase: how it is sent, opened, and locked again.
import type { Page } from '@playwright/test';
import { window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, reopenInGerman } from '../people.ts';
import type { Look } from './look.ts';

const secret = { passphrase: 'hippopotamus', hint: 'The animal in the fountain' };

async function bobHasLocked() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  const text = 'The key is under the third flower pot, see https://example.org/pots';
  unwrap(await bob.call('send', { conversation: id, text, secret }));
  return { home, alice };
}

export async function lockedMessages(look: Look): Promise<void> {
  const { alice } = await bobHasLocked();
  await openAndLock(alice.page, english, look, '');
}

export async function germanLockedMessages(look: Look): Promise<void> {
  const { home, alice } = await bobHasLocked();
  const { page } = await reopenInGerman(alice, home);
  await openAndLock(page, deutsch, look, 'de-');
}

async function openAndLock(page: Page, { locked, ...words }: typeof english, look: Look, prefix: string) {
  await openConversation(page, /^bob/);
  await hasFocus(page.getByRole('textbox'));
  await page.getByRole('textbox').fill('In the blue box');
  await page.getByRole('button', { name: locked.send }).click();
  const dialog = page.getByRole('dialog', { name: locked.send });
  await dialog.getByLabel(locked.passphrase, { exact: true }).fill('elephant');
  await look(page, `${prefix}send-locked`);
  await dialog.getByRole('button', { name: locked.confirm, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('gridcell', { name: new RegExp(`^${words.conversations.you}, ${locked.message}`) })
    .waitFor();
  const message = page.getByRole('gridcell', { name: new RegExp(secret.hint) });
  await message.getByRole('button', { name: locked.open }).click();
  const asked = page.getByRole('dialog', { name: locked.unlockTitle });
  await asked.getByLabel(locked.passphrase, { exact: true }).fill('rhinoceros');
  await page.keyboard.press('Enter');
  await page.getByText(words.errors['wrong-passphrase']).waitFor();
  await look(page, `${prefix}unlock-wrong`);
  await asked.getByLabel(locked.passphrase, { exact: true }).fill(secret.passphrase);
  await page.keyboard.press('Enter');
  const opened = page.getByRole('gridcell', { name: /third flower pot/ });
  await opened.waitFor();
  await look(page, `${prefix}unlocked`);
  await opened.getByRole('button', { name: locked.again }).click();
  await message.waitFor();
}

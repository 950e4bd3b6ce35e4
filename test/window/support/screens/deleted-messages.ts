// A message is deleted: what the window asks before, and what it shows afterwards of one's own and of others'.
import type { Page } from '@playwright/test';
import { expect, vi } from 'vitest';
import type { EngineApi } from '../../../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../../../protocol/ids.ts';
import { window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, reopenInGerman } from '../people.ts';
import type { Look } from './look.ts';

export async function deletedMessages(look: Look): Promise<void> {
  const { alice } = await insultInGroup();
  await openConversation(alice.page, /^Choir/);
  await deleteInsult(alice.page, english, look, '');
}

export async function germanDeletedMessages(look: Look): Promise<void> {
  const { home, alice } = await insultInGroup();
  const { page } = await reopenInGerman(alice, home);
  await openConversation(page, /^Choir/);
  await deleteInsult(page, deutsch, look, 'de-');
}

/** A group of bob's in which alice is an admin; bob has deleted something there, and written what alice may delete. */
async function insultInGroup() {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const alice = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('createGroup', { title: 'Choir', members: ['alice'] }));
  unwrap(await bob.call('setRole', { conversation: id, user: 'alice', role: 'admin' }));
  await sendIn(bob, id, 'Who brings the notes?');
  const slip = await sendIn(bob, id, 'A slip of the tongue');
  unwrap(await bob.call('delete', { conversation: id, message: slip }));
  await sendIn(bob, id, 'You sing like a crow');
  await alice.page.getByRole('option', { name: /^Choir.*crow/ }).waitFor();
  return { home, alice };
}

async function sendIn(from: EngineApi, conversation: ConversationId, text: string): Promise<MessageId> {
  const { id } = unwrap(await from.call('send', { conversation, text }));
  // Deleting what hasn't left would only withdraw it.
  await vi.waitFor(async () => {
    const { messages } = unwrap(await from.call('history', { conversation, limit: 1 }));
    expect(messages).toMatchObject([{ id, seq: expect.any(Number) }]);
  }, 10_000);
  return id;
}

/** Deletes the last message by the keyboard. */
async function deleteInsult(page: Page, words: typeof english, look: Look, prefix: string): Promise<void> {
  const insult = page.getByRole('gridcell', { name: /crow/ });
  // Opening the conversation moves the focus there.
  await hasFocus(page.getByRole('textbox'));
  await insult.focus();
  await page.keyboard.press('Shift+F10');
  const choice = page.getByRole('menuitem', { name: words.deletion.delete });
  await choice.waitFor();
  await look(page, `${prefix}message-to-delete`);
  await choice.press('Enter');
  await page.getByRole('dialog').waitFor();
  await look(page, `${prefix}delete-message`);
  await page.getByRole('button', { name: words.deletion.confirm, exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('gridcell', { name: `Bob, ${words.deletion.byYou}` }).waitFor();
  await page.getByRole('gridcell', { name: `Bob, ${words.deletion.by('Bob')}` }).waitFor();
  await look(page, `${prefix}deleted-messages`);
}

// Mentions: whom an @ offers, how they are drawn, and what a conversation notifies the user of.
import { expect, vi } from 'vitest';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, reopenInGerman, typeInto } from '../people.ts';
import type { TestWindow } from '../window.ts';
import type { Look } from './look.ts';

async function called() {
  const home = await startTestServer({ accounts: ['alice', 'Bob', 'Carol'] });
  const bob = await person(home, 'bob', 'Bob');
  await person(home, 'carol', 'Carol');
  const alice = await personInWindow(home, 'alice');
  const members = ['bob', 'carol'];
  const { id } = unwrap(await alice.engine().call('createGroup', { title: 'Chess', members }));
  // Whom a text can mention is known once the group is listed.
  await vi.waitFor(
    async () => expect(unwrap(await bob.call('conversations', undefined)).map((one) => one.id)).toContain(id),
    10_000,
  );
  const say = async (text: string) => unwrap(await bob.call('send', { conversation: id, text }));
  await say('The hall is ours until nine.');
  await say('@alice, will you bring the clocks? And @carol the boards?');
  await alice.page.getByRole('option', { name: /^Chess.*mentions you/ }).waitFor();
  return { home, alice };
}

async function complete({ page }: TestWindow): Promise<void> {
  await typeInto(page.getByRole('textbox', { name: /Chess$/ }), 'Well, @');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
}

export async function mentions(look: Look): Promise<void> {
  const { alice } = await called();
  const { page } = alice;
  await look(page, 'mention-unread');
  await openConversation(page, /^Chess/);
  await complete(alice);
  await look(page, 'mention-completion');
  await page.keyboard.press('Tab');
  await page.keyboard.type('has them');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, Well, @bob has them/ }).waitFor();
  await look(page, 'mentioned');
}

export async function narrowGermanMentions(look: Look): Promise<void> {
  const { home, alice } = await called();
  const reopened = await reopenInGerman(alice, home);
  const { page } = reopened;
  await openConversation(page, /^Chess.*erwähnt Sie/);
  await complete(reopened);
  await look(page, 'de-mention-completion');
  await page.getByRole('button', { name: deutsch.details.show }).click();
  await page.getByText(deutsch.mute.levels.mentions).click();
  await look(page, 'de-notification-level');
}

/** Two pinned messages, of which one is long, and the list of them. */
export async function narrowGermanPins(look: Look): Promise<void> {
  const { home, alice } = await called();
  const { id } = unwrap(await alice.engine().call('conversations', undefined)).at(-1)!;
  const { messages } = unwrap(await alice.engine().call('history', { conversation: id }));
  for (const { id: message } of messages.filter(({ kind }) => kind === 'text'))
    unwrap(await alice.engine().call('pin', { conversation: id, message }));
  const { page } = await reopenInGerman(alice, home);
  await openConversation(page, /^Chess/);
  await page.getByRole('region', { name: deutsch.pins.title }).waitFor();
  await page.getByRole('gridcell', { name: /^Bob, The hall/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: deutsch.pins.unpin }).waitFor();
  await look(page, 'de-unpin');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: deutsch.pins.all(2) }).click();
  await page.getByRole('menu').waitFor();
  await look(page, 'de-pins');
  await page.getByRole('menuitem', { name: /The hall/ }).click();
  await page.getByRole('button', { name: deutsch.pins.all(2) }).waitFor();
}

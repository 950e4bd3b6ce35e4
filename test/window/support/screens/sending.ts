// What surrounds a message on its way.
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, reopenInGerman, typeInto } from '../people.ts';
import type { Look } from './look.ts';

async function talkingToBob() {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const alice = await personInWindow(home, 'alice');
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  unwrap(await alice.engine().call('openDirect', { user: 'bob' }));
  unwrap(await alice.engine().call('send', { conversation: id, text: 'Shall we play on Thursday?' }));
  await openConversation(alice.page, /^Bob/);
  await alice.page.getByRole('gridcell', { name: /delivered|read/ }).waitFor();
  return { home, alice, bob, id };
}

export async function typing(look: Look): Promise<void> {
  const { alice, bob, id } = await talkingToBob();
  const { page } = alice;
  unwrap(await bob.call('setTyping', { conversation: id }));
  await page.getByText('Bob is typing…').waitFor();
  await look(page, 'typing');
}

export async function undoing(look: Look): Promise<void> {
  const { alice } = await talkingToBob();
  const { page } = alice;
  unwrap(await alice.engine().call('setSettings', { undoSeconds: 10 }));
  await typeInto(page.getByLabel('Message Bob'), 'At eight, or nine?');
  await page.keyboard.press('Enter');
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await look(page, 'undo-send');
}

export async function silently(look: Look): Promise<void> {
  const { alice } = await talkingToBob();
  const { page } = alice;
  await typeInto(page.getByLabel('Message Bob'), 'No hurry.');
  await page.getByRole('button', { name: 'Send', exact: true }).click({ button: 'right' });
  const item = page.getByRole('menuitem', { name: 'Send without sound' });
  await item.waitFor();
  await look(page, 'ways-to-send');
  await item.click();
  await page.getByRole('gridcell', { name: /No hurry.*Sent without sound.*delivered/i }).waitFor();
  await look(page, 'sent-silently');
}

export async function narrowGermanSending(look: Look): Promise<void> {
  const { home, alice } = await talkingToBob();
  const { page } = await reopenInGerman(alice, home);
  await page.getByRole('option', { name: /^Bob/ }).first().waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: deutsch.settings.writing }).click();
  await page.getByText(deutsch.settings.typings.off).waitFor();
  await look(page, 'de-writing-settings');
}

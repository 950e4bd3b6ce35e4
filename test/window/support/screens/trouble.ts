import { window as deutsch } from '../../../../text/german/window.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, person, personInWindow, write } from '../people.ts';
import { signsInToAnOlderAccount, talkedSinceTheBackup } from '../set-back.ts';
import { startBeforeBob } from '../two-bobs.ts';
import type { Look } from './look.ts';

export async function trouble(look: Look): Promise<void> {
  const server = await startBeforeBob((home) => personInWindow(home, 'alice'));
  const { page } = server.alice;
  const bob = await person(server.home, 'bob', 'Bob');
  unwrap(await bob.call('setStatus', { status: 'away' }));
  await openConversation(page, /^Bob Away/);
  await write(page, 'Have you seen this?');
  await page.getByText('bob is away').waitFor();
  await look(page, 'notice');
  await bob.close();
  await server.stop();
  await page.getByText('Offline, reconnecting…').waitFor();
  await write(page, 'Are you there?');
  await page.getByText('waiting for connection').waitFor();
  await look(page, 'offline');
}

/** A backup was restored, which lacks what has been said since. */
export async function setBack(look: Look): Promise<void> {
  const { page } = await talkedSinceTheBackup();
  await page.getByRole('button', { name: 'Continue here' }).waitFor();
  await look(page, 'set-back');
  await page.getByRole('button', { name: 'Continue here' }).click();
  await page.getByText('The server no longer has this message').waitFor();
  await look(page, 'set-back-gone-on');
}

/** A backup was restored in which the account is older than this computer has seen it. */
export async function olderAccount(look: Look): Promise<void> {
  const { page } = await signsInToAnOlderAccount();
  await look(page, 'sign-in-set-back');
}

/** Bob is not who he was. */
export async function otherBob(look: Look): Promise<void> {
  const server = await startBeforeBob((home) => personInWindow(home, 'alice'));
  const { page } = server.alice;
  const bob = await person(server.home, 'bob', 'Bob');
  await openConversation(page, /^Bob/);
  await page.getByText('Say hello to Bob').waitFor();
  await bob.close();
  const without = await server.forgetBob();
  await write(page, 'Are you there?');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await look(page, 'failed');
  await person(without, 'bob', 'Bob');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The keys of Bob have changed').waitFor();
  await look(page, 'identity-changed');
  await page.getByRole('button', { name: 'Show details' }).click();
  await look(page, 'identity-changed-details');
  await page.getByRole('button', { name: 'Hide details' }).first().click();
  await write(page, '/verify bob');
  const dialog = page.getByRole('dialog', { name: 'Safety number with Bob' });
  await dialog.getByText('New keys, not verified').waitFor();
  await look(page, 'safety-number-changed');
}

/** A verified Bob, and then another one, in German and a narrow window. */
export async function anotherVerifiedBob(look: Look): Promise<void> {
  const server = await startBeforeBob((home) =>
    personInWindow(home, 'alice', { size: { width: 720, height: 800 } }),
  );
  const { page } = server.alice;
  const bob = await person(server.home, 'bob', 'Bob');
  await page.keyboard.press('Control+,');
  await page.getByText('Deutsch', { exact: true }).click();
  await page.keyboard.press('Escape');
  await openConversation(page, /^Bob/);
  const field = page.getByLabel('Nachricht an Bob');
  await field.fill('/verify bob');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: deutsch.safety.title('Bob') });
  await dialog.getByRole('button', { name: deutsch.details.verify }).click();
  await dialog.getByText(deutsch.details.verifiedHint).waitFor();
  await dialog.getByLabel(deutsch.safety.pasted).fill('12345');
  await dialog.getByRole('button', { name: deutsch.safety.compareCode, exact: true }).click();
  await dialog.getByText('Das ist keine Sicherheitsnummer').waitFor();
  await look(page, 'de-safety-number');
  await page.keyboard.press('Escape');
  await bob.close();
  await person(await server.forgetBob(), 'bob', 'Bob');
  for (const text of ['Bist du da?', 'Hallo?', 'Ich warte.']) {
    await field.fill(text);
    await page.keyboard.press('Enter');
  }
  await page.getByText(deutsch.safety.waiting(3)).waitFor();
  await look(page, 'de-identity-changed');
}

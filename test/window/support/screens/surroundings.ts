// The same screens with other names, other scripts, another language, and less room.
import { window as english } from '../../../../text/english/window.ts';
import { window as deutsch } from '../../../../text/german/window.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { unwrap } from '../../../support/unwrap.ts';
import { openConversation, password, person, personInWindow, say, sayInLobby, write } from '../people.ts';
import { openWindow } from '../window.ts';
import type { Look } from './look.ts';

/** As long as a name may be. */
export const longName = 'Hubert Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh';

export async function scripts(look: Look): Promise<void> {
  const home = await startTestServer();
  const noor = await person(home, 'noor', 'نور الهدى');
  const dana = await person(home, 'dana', 'דנה Levi (QA)');
  const hubert = await person(home, 'hubert-wolfeschlegelsteinhausen', longName);
  const { page } = await personInWindow(home, 'alice');
  await sayInLobby(noor, 'مرحبا بالجميع!');
  await sayInLobby(dana, 'hello from דנה, room 2 (שני)');
  await sayInLobby(hubert, 'x'.repeat(200));
  await say(hubert, 'alice', 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4));
  await say(dana, 'alice', 'שלום! see you at 10:30 (room 2)?');
  await say(noor, 'alice', 'مرحبا، هل أنت هناك؟', 'the file is called تقرير.pdf, 3 MB');
  await openConversation(page, /^نور.*unread/);
  await write(page, 'نعم, I am here.');
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  await look(page, 'right-to-left');
  await openConversation(page, /^Hubert/);
  await page.getByRole('gridcell', { name: /Donau/ }).waitFor();
  await look(page, 'long-name');
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /xxx/ }).waitFor();
  await look(page, 'lobby-mixed');
}

export async function german(look: Look): Promise<void> {
  const home = await startTestServer();
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await openWindow({ locale: 'de-DE', servers: [{ url: home.url }], locked: true });
  await page.getByText(deutsch.firstRun.known).waitFor();
  await look(page, 'de-first-run');
  await page.getByRole('button', { name: deutsch.firstRun.notSignedIn }).click();
  await page.getByLabel(deutsch.firstRun.passphrase, { exact: true }).fill(password);
  await page.getByLabel(deutsch.choosing.again).fill(password);
  await look(page, 'de-choose-passphrase');
  await page.getByRole('button', { name: deutsch.choosing.choose }).click();
  await page.getByRole('button', { name: deutsch.account.createLink }).click();
  await page.getByLabel(deutsch.account.username).fill('alice');
  await page.getByLabel(deutsch.account.password, { exact: true }).fill(password);
  await look(page, 'de-create');
  await page.getByRole('button', { name: deutsch.account.create }).click();
  await page.getByRole('button', { name: deutsch.recovery.done }).waitFor();
  await look(page, 'de-recovery-key');
  await page.getByRole('button', { name: deutsch.recovery.done }).click();
  await say(bob, 'alice', 'Hat der Saal schon zugesagt?');
  await openConversation(page, /^Bob.*ungelesen/);
  await page.getByRole('button', { name: deutsch.details.show }).click();
  await page.getByRole('heading', { name: deutsch.details.safetyNumber }).waitFor();
  await look(page, 'de-conversation');
  unwrap(await bob.call('setStatus', { status: 'away' }));
  await page.getByLabel('Nachricht an Bob').fill('Ja, im zweiten Stock.');
  await page.keyboard.press('Enter');
  await page.getByText('Bob ist abwesend').waitFor();
  await look(page, 'de-notice');
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog').waitFor();
  await look(page, 'de-shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: deutsch.settings.writing }).click();
  await look(page, 'de-settings');
}

/** 320 CSS pixels, as 1280 are at 400 %. */
export async function narrow(look: Look): Promise<void> {
  const home = await startTestServer();
  const bob = await person(home, 'bob', longName);
  const { page } = await personInWindow(home, 'alice', { size: { width: 320, height: 640 } });
  await look(page, 'narrow-list');
  await say(bob, 'alice', 'Did the venue ever confirm the room?');
  await openConversation(page, /^Hubert.*unread/);
  await write(page, 'They did: second floor, the one with the big table.');
  await page.getByRole('img', { name: /delivered|read/ }).waitFor();
  await look(page, 'narrow-conversation');
  await page.getByRole('button', { name: english.details.show }).click();
  await page.getByRole('heading', { name: english.details.safetyNumber }).waitFor();
  await look(page, 'narrow-details');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  await look(page, 'narrow-settings');
}

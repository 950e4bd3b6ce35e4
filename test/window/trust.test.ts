import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, say, write } from './support/people.ts';
import { startBeforeBob } from './support/two-bobs.ts';

/** Alice has seen bob's keys, and has written to him when the server didn't know him any more. */
async function writtenToNobody() {
  const server = await startBeforeBob((home) => personInWindow(home, 'alice'));
  const { page } = server.alice;
  const bob = await person(server.home, 'bob', 'Bob');
  await openConversation(page, /^Bob/);
  await page.getByRole('button', { name: 'Show details' }).click();
  const before = await safetyNumber(page);
  await bob.close();
  const home = await server.forgetBob();
  await write(page, 'Are you there?');
  await page
    .getByRole('gridcell', {
      name: /^You, Are you there\?, .*, not sent, No one here has that name\.$/,
    })
    .waitFor();
  return { page, home, before, engine: server.alice.engine() };
}

async function safetyNumber(page: Page): Promise<string> {
  return page.getByRole('region', { name: 'Safety number' }).locator('.safety-number').innerText();
}

test('a failed message shows its reason and can be retried', async () => {
  const { page, engine } = await writtenToNobody();
  await page.getByRole('option', { name: /^bob.*Are you there\?.*A message could not be sent/ }).waitFor();
  const failed = page.getByRole('gridcell', { name: /Are you there/ });
  await failed.getByText('No one here has that name.').waitFor();
  await failed.getByRole('button', { name: 'Try again' }).click();
  await failed.getByText('No one here has that name.').waitFor();
  expect(await page.locator('.message').count()).toBe(1);

  const { id } = unwrap(await engine.call('openDirect', { user: 'bob' }));
  const conversation = conversationId.parse(id);
  const written = async () => unwrap(await engine.call('history', { conversation })).messages[0];
  await expect.poll(written).toMatchObject({ code: 'no-such-user', reason: 'No one here has that name.' });
  const message = messageId.parse((await written())?.id);
  const again = unwrap(await engine.call('retry', { conversation, message }));
  expect(again).not.toHaveProperty('reason');
});

test('a key change pauses sending until the user accepts it', async () => {
  const { page, home, before } = await writtenToNobody();
  const other = await person(home, 'bob', 'Bob');
  await page.getByRole('button', { name: 'Try again' }).click();
  await hasFocus(page.getByRole('grid'));
  const alarm = page.locator('.identity-alarm').filter({ hasText: 'The keys of Bob have changed' });
  await alarm.getByText('Nothing is sent until you decide.').waitFor();
  await expect.poll(() => safetyNumber(page)).not.toBe(before);
  await write(page, 'This waits, too');
  await page.getByRole('gridcell', { name: /^You, This waits, too, .*, sending$/ }).waitFor();
  expect(await other.call('unread', undefined)).toMatchObject({ value: { total: 0 } });

  await page.getByRole('button', { name: 'Hide details' }).first().click();
  await alarm.getByText('2 messages are waiting').waitFor();
  await alarm.getByRole('button', { name: 'Compare safety number' }).click();
  await page.getByRole('heading', { name: 'Safety number with Bob' }).waitFor();
  await page.keyboard.press('Escape');
  await alarm.getByRole('button', { name: 'Accept the new keys' }).click();
  await page.getByRole('gridcell', { name: /^You, This waits, too, .*, delivered$/ }).waitFor();
  await alarm.waitFor({ state: 'detached' });
  await hasFocus(page.getByRole('textbox', { name: /^Message / }));
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByText('Not verified').waitFor();
  await say(other, 'alice', 'I am the new one');
  await page.getByRole('gridcell', { name: /^Bob, I am the new one/ }).waitFor();
});

test('verifying the new safety number also accepts the new keys', async () => {
  const { page, home } = await writtenToNobody();
  await person(home, 'bob', 'Bob');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The keys of Bob have changed').waitFor();
  await page.getByRole('button', { name: 'Mark as verified' }).click();
  await page.getByText('You compared safety numbers').waitFor();
  await page.getByRole('gridcell', { name: /^You, Are you there\?, .*, delivered$/ }).waitFor();
  expect(await page.getByText('The keys of Bob have changed').count()).toBe(0);
});

/** A key change with three messages waiting, in a group and a direct conversation: see test/trust.test.ts for the order. */
test('a key changes with three messages waiting: a verified person’s wait until the user decides, and then all go out', async () => {
  const server = await startBeforeBob((home) => personInWindow(home, 'alice'));
  const { page } = server.alice;
  const bob = await person(server.home, 'bob', 'Bob');
  await openConversation(page, /^Bob/);
  await write(page, '/verify @bob');
  const dialog = page.getByRole('dialog', { name: 'Safety number with Bob' });
  await dialog.getByRole('button', { name: 'Mark as verified' }).click();
  await dialog.getByText('You compared safety numbers').waitFor();
  await page.keyboard.press('Escape');
  await bob.close();
  const home = await server.forgetBob();
  const other = await person(home, 'bob', 'Bob');
  const alarm = page.locator('.identity-alarm').filter({ hasText: 'The keys of Bob have changed' });
  const waited = ['First', 'Second', 'Third'];
  for (const text of waited) await write(page, text);
  await alarm.getByText('You had verified the keys before.').waitFor();
  await alarm.getByText('3 messages are waiting').waitFor();
  await alarm.getByText(/^Since .*:\d\d/).waitFor();
  expect(await alarm.getByRole('button').allInnerTexts()).toEqual([
    'Compare safety number',
    'Remove verification',
  ]);
  expect(unwrap(await other.call('unread', undefined)).total).toBe(0);

  await alarm.getByRole('button', { name: 'Remove verification' }).click();
  await alarm.getByRole('button', { name: 'Accept the new keys' }).click();
  await alarm.waitFor({ state: 'detached' });
  const { id } = unwrap(await other.call('openDirect', { user: 'alice' }));
  const texts = async () => {
    const { messages } = unwrap(await other.call('history', { conversation: id }));
    return messages.map(({ text }) => text);
  };
  await expect.poll(texts, { timeout: 10_000 }).toEqual(waited);
});

test('a code is read from the picture of another’s screen or from its text, and a wrong one changes nothing', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob] = [await personInWindow(home, 'alice'), await personInWindow(home, 'bob')];
  const carol = await person(home, 'carol');
  await openConversation(bob.page, /^alice/);
  await write(bob.page, '/verify alice');
  const shown = bob.page.getByRole('img', { name: 'QR code of the safety number, for alice to read' });
  const picture = { name: 'code.png', mimeType: 'image/png', buffer: await shown.screenshot() };

  await openConversation(alice.page, /^bob/);
  await write(alice.page, '/verify bob');
  const dialog = alice.page.getByRole('dialog', { name: 'Safety number with bob' });
  const pick = async (file: { name: string; mimeType: string; buffer: Buffer }) => {
    const choosing = alice.page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a picture…' }).click();
    await (await choosing).setFiles(file);
  };
  const isVerified = async () => unwrap(await alice.engine().call('people', { query: 'bob' }))[0]?.verified;
  await pick({ ...picture, buffer: Buffer.from('no picture at all') });
  await dialog.getByText('This file is not a picture that Parley can read.').waitFor();
  await pick({ ...picture, buffer: await bob.page.getByRole('heading').first().screenshot() });
  await dialog.getByText('There is no readable QR code in this picture.').waitFor();
  const own = await dialog.getByRole('img', { name: /^QR code/ }).screenshot();
  await pick({ ...picture, buffer: own });
  await dialog.getByText(`This is the code that alice@${home.name} shows to bob@${home.name}.`).waitFor();
  const field = dialog.getByLabel('Picture or text of the code');
  for (const [text, answer] of [
    ['12345', 'That is no safety number of Parley.'],
    [unwrap(await carol.call('safetyNumber', { user: 'alice' })).code, `that carol@${home.name} shows`],
  ] as const) {
    await field.fill(text);
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await dialog.getByText(answer).waitFor();
  }
  expect(await isVerified()).toBe(false);

  await pick(picture);
  await dialog.getByText('The codes match: bob is verified.').waitFor();
  expect(await isVerified()).toBe(true);
  await dialog.getByRole('button', { name: 'Remove verification' }).click();
  await dialog.getByText('Not verified').waitFor();
  expect(await isVerified()).toBe(false);
  // As text, which a mail has put into quotes.
  await field.fill(`“${unwrap(await bob.engine().call('safetyNumber', { user: 'alice' })).code}”`);
  await alice.page.keyboard.press('Enter');
  await dialog.getByText('The codes match: bob is verified.').waitFor();
  expect(await isVerified()).toBe(true);
  expect([...(await alice.complaints()), ...(await bob.complaints())]).toEqual([]);
});

import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { conversationId, messageId } from '../../protocol/ids.ts';
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
  expect(await safetyNumber(page)).not.toBe(before);
  await write(page, 'This waits, too');
  await page.getByRole('gridcell', { name: /^You, This waits, too, .*, sending$/ }).waitFor();
  expect(await other.call('unread', undefined)).toMatchObject({ value: { total: 0 } });

  await page.getByRole('button', { name: 'Hide details' }).first().click();
  await alarm.getByRole('button', { name: 'Safety number' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  await alarm.getByRole('button', { name: 'Accept the new keys' }).click();
  await page.getByRole('gridcell', { name: /^You, This waits, too, .*, delivered$/ }).waitFor();
  await alarm.waitFor({ state: 'detached' });
  await hasFocus(page.getByRole('textbox', { name: /^Message / }));
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

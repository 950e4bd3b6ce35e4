import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import {
  hasFocus,
  openConversation,
  person,
  personInWindow,
  readAll,
  say,
  typeInto,
  write,
} from './support/people.ts';

async function aliceAndBob() {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page, engine, ...window } = await personInWindow(home, 'alice');
  unwrap(await engine().call('openDirect', { user: 'bob' }));
  await openConversation(page, /^bob/);
  return { home, bob, page, engine, ...window };
}

test('Up in an empty composer edits one’s last message, and the draft stays when Escape cancels', async () => {
  const { bob, page } = await aliceAndBob();
  await write(page, 'frist');
  await page.getByRole('gridcell', { name: /^You, frist/ }).waitFor();
  await page.keyboard.press('ArrowUp');
  const field = page.getByLabel('Edit message');
  await hasFocus(field);
  expect(await field.inputValue()).toBe('frist');
  await field.fill('something else');
  await page.keyboard.press('Escape');
  await hasFocus(page.getByLabel('Message bob'));
  expect(await page.getByLabel('Message bob').inputValue()).toBe('');
  expect(await page.locator('.message .bubble').allInnerTexts()).toEqual(['frist']);

  await page.keyboard.press('ArrowUp');
  await field.fill('first');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, first, edited/ }).waitFor();
  await page.getByTitle(/^Edited at /).waitFor();
  await page.getByRole('option', { name: /bob.*You: first/ }).waitFor();
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  await expect
    .poll(async () => unwrap(await bob.call('history', { conversation: id as never })).messages)
    .toMatchObject([{ text: 'first', edited: expect.any(String) }]);
});

test('what another edits is shown and said as edited, and is no news', async () => {
  const { bob, page, asked, setWindowState } = await aliceAndBob();
  await say(bob, 'alice', 'helo');
  await page.getByRole('gridcell', { name: /^bob, helo/ }).waitFor();
  await readAll(bob, 'alice');
  await setWindowState({ focused: false, visible: false });
  const before = asked.filter(({ name }) => name === 'notify').length;
  const { id } = unwrap(await bob.call('openDirect', { user: 'alice' }));
  const page1 = unwrap(await bob.call('history', { conversation: id as never }));
  const message = page1.messages[0]!.id as never;
  unwrap(await bob.call('edit', { conversation: id as never, message, text: 'hello' }));
  await page.getByRole('gridcell', { name: /^bob, hello, edited/ }).waitFor();
  await say(bob, 'alice', 'and news');
  await expect.poll(() => asked.filter(({ name }) => name === 'notify').length).toBe(before + 1);
});

test('what is typed while there is a draft is moved through, not edited', async () => {
  const { page } = await aliceAndBob();
  await write(page, 'sent');
  await page.getByRole('gridcell', { name: /^You, sent/ }).waitFor();
  await typeInto(page.getByLabel('Message bob'), 'draft');
  await page.keyboard.press('ArrowUp');
  expect(await page.getByLabel('Message bob').inputValue()).toBe('draft');
});

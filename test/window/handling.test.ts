// Several messages at once: selected, copied and passed on.
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, say } from './support/people.ts';

test('messages are selected by keyboard, copied as they were typed, and forwarded together', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const { page, asked } = await personInWindow(home, 'alice');
  await say(bob, 'alice', 'The *first*', 'The second', 'The third');
  await openConversation(page, /^bob/);
  await hasFocus(page.getByLabel('Message bob'));

  const cell = (words: string) => page.getByRole('gridcell', { name: new RegExp(`^bob, ${words}`) });
  await cell('The third').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Select' }).click();
  await page.getByRole('toolbar', { name: '1 message selected' }).waitFor();
  await hasFocus(cell('The third'));
  await page.keyboard.press('ArrowUp');
  await hasFocus(cell('The second'));
  await page.keyboard.press('ArrowUp');
  await hasFocus(cell('The first'));
  await page.keyboard.press('Space');
  const bar = page.getByRole('toolbar', { name: '2 messages selected' });
  await bar.waitFor();
  expect(await page.getByRole('gridcell', { selected: true }).count()).toBe(2);
  // Others' messages aren't the user's to delete.
  expect(await bar.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await bar.getByRole('button', { name: 'Copy' }).click();
  await bar.waitFor({ state: 'detached' });
  const [copied] = asked.findLast(({ name }) => name === 'copyText')?.args ?? [];
  expect(copied).toMatch(/^bob, .+:\nThe \*first\*\n\nbob, .+:\nThe third$/);

  // The composer is back, and has the focus.
  await hasFocus(page.getByLabel('Message bob'));
  await cell('The second').focus();
  await page.keyboard.press('Shift+ArrowUp');
  await hasFocus(cell('The first'));
  await page.keyboard.press('Space');
  await bar.getByRole('button', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward 2 messages' });
  await dialog.getByRole('option', { name: /^Lobby/ }).click();
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await bar.waitFor({ state: 'detached' });
  const lobby = unwrap(await bob.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  await expect
    .poll(async () => {
      const { messages } = unwrap(await bob.call('history', { conversation: lobby!.id }));
      return messages.map(({ text, forwarded }) => [text, forwarded]);
    })
    .toEqual([
      ['The *first*', true],
      ['The second', true],
    ]);
});

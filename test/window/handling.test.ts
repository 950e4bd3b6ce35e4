// What one does with messages beside answering them: passing on, selecting, and looking at what they said before.
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow, say } from './support/people.ts';

test('messages are selected by keyboard, copied as they were typed, forwarded together, and shown as they were before', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice', 'carol'] });
  const bob = await person(home, 'bob');
  const carol = await person(home, 'carol');
  const { page, engine, asked } = await personInWindow(home, 'alice');
  const { id } = unwrap(await engine().call('openDirect', { user: 'bob' }));
  const { id: withCarol } = unwrap(await engine().call('openDirect', { user: 'carol' }));
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

  await cell('The second').focus();
  await page.keyboard.press('Shift+ArrowUp');
  await hasFocus(cell('The first'));
  await page.keyboard.press('Space');
  await bar.getByRole('button', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward 2 messages' });
  await dialog.getByRole('option', { name: /^carol/ }).click();
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await bar.waitFor({ state: 'detached' });
  await expect
    .poll(async () => {
      const page = await carol.call('history', { conversation: withCarol });
      return page.ok && page.value.messages.map(({ text, forwarded }) => [text, forwarded]);
    })
    .toEqual([
      ['The *first*', true],
      ['The second', true],
    ]);

  const [first] = unwrap(await bob.call('history', { conversation: id })).messages;
  unwrap(await bob.call('edit', { conversation: id, message: first!.id, text: 'The very first' }));
  await cell('The very first').getByRole('button', { name: 'edited' }).click();
  const details = page.getByRole('dialog', { name: 'Message details' });
  await details.getByRole('region', { name: 'Edit history' }).getByText('first', { exact: true }).waitFor();
  // As it is now: nothing is left of what is deleted.
  unwrap(await bob.call('delete', { conversation: id, message: first!.id }));
  await details.getByRole('region', { name: 'Edit history' }).waitFor({ state: 'detached' });
});

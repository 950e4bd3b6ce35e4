import { expect, test, vi } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, person, personInWindow } from './support/people.ts';

test('people are mentioned by their display name, and a mention is seen in the list, in the message and through a mute', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'Carol'] });
  const [bob, carol] = [await person(home, 'bob'), await person(home, 'carol', 'Carol')];
  const { page, engine } = await personInWindow(home, 'alice');
  const { id } = unwrap(await engine().call('createGroup', { title: 'Chess', members: ['bob', 'carol'] }));
  for (const one of [bob, carol]) {
    await vi.waitFor(
      async () =>
        expect(unwrap(await one.call('conversations', undefined)).map((each) => each.id)).toContain(id),
      10_000,
    );
  }
  unwrap(await engine().call('mute', { conversation: id }));
  unwrap(await bob.call('send', { conversation: id, text: 'The clocks, @alice?' }));
  await page.getByRole('option', { name: /^Chess.*mentions you.*1 unread/ }).waitFor();
  await openConversation(page, /^Chess/);
  const message = page.getByRole('gridcell', { name: /^bob, The clocks, @alice\?, mentions you/ });
  await message.getByText('@alice', { exact: true }).waitFor();

  const field = page.getByLabel('Message Chess');
  await hasFocus(field);
  await page.keyboard.type('So , then');
  for (const _ of ', then') await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('@car');
  await page
    .getByRole('listbox', { name: 'People to mention' })
    .getByRole('option', { name: 'Carol' })
    .waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('has them');
  await expect.poll(() => field.inputValue()).toBe('So @carol has them, then');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: /^You, So @carol has them, then/ }).waitFor();
  const last = async () => unwrap(await carol.call('history', { conversation: id })).messages.at(-1);
  await expect.poll(async () => (await last())?.mentions).toEqual(['carol']);

  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('radiogroup', { name: 'Notify me of' }).getByText('Nothing').click();
  await expect
    .poll(async () => unwrap(await engine().call('conversations', undefined)).at(-1)?.notifications)
    .toBe('none');
});

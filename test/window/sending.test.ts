import { expect, test } from 'vitest';
import { systemClock } from '../../engine/system-clock.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { hasFocus, openConversation, personInWindow, typeInto } from './support/people.ts';

const UNDO_SECONDS = 10;
/** The time in which a message can be taken back doesn't end, however slow the window is. */
const clock = {
  ...systemClock,
  after: (milliseconds: number, action: () => void) =>
    milliseconds === UNDO_SECONDS * 1_000 ? () => undefined : systemClock.after(milliseconds, action),
};

test('Up or the button takes a message back into the composer, with what it answered and before what was written since', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page, engine } = await personInWindow(home, 'alice', { clock });
  const { id } = unwrap(await engine().call('openDirect', { user: 'alice' }));
  const first = unwrap(await engine().call('send', { conversation: id, text: 'When?' }));
  await openConversation(page, /^Note to self/);
  await page.getByRole('gridcell', { name: /When\?.*sent/i }).waitFor();
  unwrap(await engine().call('setSettings', { undoSeconds: UNDO_SECONDS }));
  unwrap(await engine().call('send', { conversation: id, text: 'At eight', replyTo: first.id }));
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  const field = page.getByLabel('Message to yourself');
  await hasFocus(field);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => field.inputValue()).toBe('At eight');
  await page.getByText('Reply to You').or(page.getByText('Reply to alice')).first().waitFor();
  await undo.waitFor({ state: 'detached' });

  await page.keyboard.press('Enter');
  await undo.waitFor();
  await typeInto(field, 'or nine');
  await undo.click();
  await expect.poll(() => field.inputValue()).toBe('At eight\nor nine');
  expect(unwrap(await engine().call('history', { conversation: id })).messages).toHaveLength(1);
});

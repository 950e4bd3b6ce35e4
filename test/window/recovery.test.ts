// The user is asked from time to time to try the recovery key.
import { expect, test } from 'vitest';
import { aliceTwoWeeksLater } from './support/screens/account.ts';

test('two weeks after signing up the user tries the recovery key and is left alone', async () => {
  const { page, recoveryKey } = await aliceTwoWeeksLater();
  await page.getByRole('button', { name: 'Try it' }).click();
  const field = page.getByRole('textbox', { name: 'Recovery key' });
  await field.fill(recoveryKey.replace(/^\w+/, 'parley'));
  await page.getByRole('button', { name: 'Try the recovery key' }).click();
  await page.getByText('This isn’t a recovery key').waitFor();
  await field.fill(recoveryKey);
  await page.getByRole('button', { name: 'Try the recovery key' }).click();
  await page.getByText('This is your recovery key, and it opens your account.').waitFor();
  expect(await field.inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.getByText('Do you still have your recovery key?').waitFor({ state: 'detached' });
});

test('trying the recovery key can be put off', async () => {
  const { page, engine } = await aliceTwoWeeksLater();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByText('Do you still have your recovery key?').waitFor({ state: 'detached' });
  expect(await engine.call('status', undefined)).toMatchObject({ ok: true });
  expect(await engine.call('status', undefined)).not.toMatchObject({ value: { recoveryCheckDue: true } });
});

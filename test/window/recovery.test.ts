// The user is asked from time to time to try the recovery key, and by choice for it on new computers.
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { connect, fillAccount, hasFocus, password, typeInto } from './support/people.ts';
import { aliceNeedsRecoveryKey, aliceTwoWeeksLater } from './support/screens/account.ts';
import { openWindow } from './support/window.ts';

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

test('a new computer asks for the recovery key in a second step, by keyboard only, and keeps what was entered', async () => {
  const { home, recoveryKey } = await aliceNeedsRecoveryKey();
  const { page, complaints } = await openWindow();
  await connect(page, home.url);
  await typeInto(page.getByLabel('Username'), 'alice');
  await page.keyboard.press('Tab');
  await typeInto(page.getByLabel('Password', { exact: true }), password);
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Recovery key' });
  await typeInto(field, recoveryKey.replace(/^\w+/, 'parley'));
  await page.keyboard.press('Tab');
  await hasFocus(page.getByRole('button', { name: 'Sign in', exact: true }));
  await page.keyboard.press('Enter');
  await page.getByText('This isn’t a recovery key').waitFor();
  expect(await field.inputValue()).toContain('parley');

  await page.getByRole('button', { name: 'Back' }).press('Enter');
  await hasFocus(page.getByLabel('Username'));
  expect(await page.getByLabel('Username').inputValue()).toBe('alice');
  await page.keyboard.press('Tab');
  await hasFocus(page.getByLabel('Password', { exact: true }));
  await page.keyboard.press('Enter');
  await hasFocus(field);
  await field.fill(` ${recoveryKey.toUpperCase().replaceAll(' ', '\n')}\n`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Connected').waitFor();
  expect(await complaints()).toEqual([]);
});

test('the settings ask for password and recovery key to need both, and for the password to need one', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const prepared = await home.takeAccount('alice');
  const servers = [{ url: home.url, account: `alice@${home.name}` }];
  const { page } = await openWindow({ servers, profileFolder: prepared?.profileFolder ?? '' });
  await page.getByText('Connected').waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Recovery key' }).click();
  const choose = page.getByRole('button', { name: 'Need both…' });
  await page.getByText('To sign in on a new computer you need your password.').waitFor();
  await choose.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Need the recovery key on new computers?' });
  const submit = dialog.getByRole('button', { name: 'Need both' });
  await dialog.getByLabel('Your password').fill('not the password');
  expect(await submit.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Recovery key' }).fill(prepared?.recoveryKey ?? '');
  await submit.click();
  await dialog.getByText('The current password is wrong.').waitFor();
  await page.keyboard.press('Escape');
  await hasFocus(choose);

  await choose.press('Enter');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('textbox', { name: 'Recovery key' }).fill(prepared?.recoveryKey ?? '');
  await submit.click();
  await page.getByText('From now on new computers need your recovery key, too.').waitFor();
  await page.getByText('you need your password and your recovery key.').waitFor();
  const another = await openWindow();
  await connect(another.page, home.url);
  await fillAccount(another.page, 'alice');
  await another.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await another.page.getByText(/^This computer is new to your account/).waitFor();

  await page.getByRole('button', { name: 'Need only the password…' }).click();
  const off = page.getByRole('dialog', { name: 'Need only the password on new computers?' });
  await off.getByLabel('Your password').fill(password);
  await off.getByRole('button', { name: 'Need only the password' }).click();
  await page.getByText('From now on new computers need only your password.').waitFor();
  await choose.waitFor();
});

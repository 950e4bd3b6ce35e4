import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { offeredCommands, watchDesktop } from '../support/desktop-watch.ts';
import { fillAccount, openConversation, signUp, write } from './people.ts';

const passphrase = 'over the hills';

async function showUnlocking(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Local encryption' }).click();
  await page.getByText('These unlock them; one always has to remain.').waitFor();
}

async function addPassphrase(page: Page): Promise<void> {
  await page.getByLabel('Passphrase for this computer').fill(passphrase);
  await page.getByRole('button', { name: 'Add passphrase' }).click();
  await page.getByText('Passphrase saved. It unlocks your messages from now on.').waitFor();
}

async function unlock(page: Page, typed = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** The ways that are shown, each with what is said of it. */
function ways(page: Page): Promise<readonly string[]> {
  return page.getByRole('tabpanel').getByRole('listitem').allInnerTexts();
}

test('a passphrase can replace the keychain, and the keychain can be added again', async () => {
  const { electron, page, options, quit } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, await startHome(), 'alice');
  await showUnlocking(page);
  expect(await ways(page)).toEqual([expect.stringMatching(/^System keychain\s+unlocks automatically$/)]);
  await addPassphrase(page);
  await page.getByRole('button', { name: 'Remove: System keychain' }).click();
  await expect.poll(() => ways(page)).toEqual([expect.stringMatching(/^Passphrase\s/)]);

  await desktop.killUtility('Parley engine');
  await page.getByRole('heading', { name: 'Unlock your messages' }).waitFor();
  expect(await offeredCommands(electron)).toEqual([]);
  await unlock(page);
  await page.getByText('Connected').waitFor();
  await quit();

  const asked = await startApp({ userData: options.userData });
  await unlock(asked.page, 'something else');
  await asked.page.getByText('Wrong passphrase.').waitFor();
  await unlock(asked.page);
  await asked.page.getByText('Connected').waitFor();
  await showUnlocking(asked.page);
  await asked.page.getByRole('button', { name: 'Add the system keychain' }).click();
  await asked.page.getByText('unlocks automatically').waitFor();
  await asked.quit();

  const again = await startApp({ userData: options.userData });
  await again.page.getByText('Connected').waitFor();
});

test('the passphrase unlocks when the keychain has lost its key', async () => {
  const { page, options, quit } = await startApp();
  await signUp(page, await startHome(), 'alice');
  await showUnlocking(page);
  await addPassphrase(page);
  await quit();

  const env = { ELECTRON_DOUBLE_SAFE_STORAGE: 'unavailable' };
  const again = await startApp({ env, userData: options.userData });
  await unlock(again.page);
  await again.page.getByText('Connected').waitFor();
  await showUnlocking(again.page);
  expect(await ways(again.page)).toEqual([
    expect.stringMatching(/^System keychain\s+not available now\s+Remove$/),
    expect.stringMatching(/^Passphrase\s+asked for if nothing else works$/),
  ]);
  expect(await again.page.getByRole('button', { name: 'Add the system keychain' }).count()).toBe(0);
});

test('after a keychain reset without a passphrase, starting over restores the messages from the server', async () => {
  const home = await startHome();
  const { page, options, quit } = await startApp();
  await signUp(page, home, 'alice');
  await openConversation(page, /^Lobby/);
  await write(page, 'before the reset');
  await page.getByRole('gridcell', { name: /^You, before the reset, .*, sent$/ }).waitFor();
  await quit();
  const keychain = join(options.userData, 'keychain-key.json');
  const sealed = JSON.parse(await readFile(keychain, 'utf8'));
  await writeFile(
    keychain,
    JSON.stringify({ ...sealed, sealed: Buffer.from('of another one').toString('base64') }),
  );

  const again = await startApp({ userData: options.userData });
  await again.page
    .getByRole('heading', { name: 'Your messages on this computer can’t be unlocked' })
    .waitFor();
  expect(await again.page.getByLabel('Passphrase', { exact: true }).count()).toBe(0);
  await again.page.getByRole('button', { name: 'Start over on this computer' }).click();
  await fillAccount(again.page, 'alice');
  await again.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await again.page.getByText('Connected').waitFor();
  await openConversation(again.page, /^Lobby/);
  await again.page.getByRole('gridcell', { name: /^You, before the reset/ }).waitFor();
  const [profile = ''] = await readdir(join(options.userData, 'profiles'));
  expect(await readdir(join(options.userData, 'profiles', profile, 'kept-1'))).toContain('keys.json');
}, 60_000);

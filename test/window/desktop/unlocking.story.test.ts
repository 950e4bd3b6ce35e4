import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { offeredCommands, watchDesktop } from '../support/desktop-watch.ts';
import { fillAccount, openConversation, signUp, write } from './people.ts';

const passphrase = 'over the hills';

async function showUnlocking(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Unlocking' }).click();
  await page.getByText('The last way in can’t be removed.').waitFor();
}

async function addPassphrase(page: Page): Promise<void> {
  await page.getByLabel('Passphrase for this computer').fill(passphrase);
  await page.getByRole('button', { name: 'Add passphrase' }).click();
  await page.getByText('This passphrase opens it from now on.').waitFor();
}

async function unlock(page: Page, typed = passphrase): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(typed);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

/** The ways that are shown, each with what is said of it. */
function ways(page: Page): Promise<readonly string[]> {
  return page.getByRole('tabpanel').getByRole('listitem').allInnerTexts();
}

test('a passphrase takes the keychain’s place, and the keychain comes back', async () => {
  const { electron, page, options, quit } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, await startTestServer(), 'alice');
  await showUnlocking(page);
  expect(await ways(page)).toEqual([expect.stringMatching(/^System’s keychain\s+opens it by itself$/)]);
  await addPassphrase(page);
  await page.getByRole('button', { name: 'Remove: System’s keychain' }).click();
  await expect.poll(() => ways(page)).toEqual([expect.stringMatching(/^Passphrase\s/)]);

  await desktop.killUtility('Parley engine');
  await page.getByRole('heading', { name: 'Unlock this computer’s history' }).waitFor();
  expect(await offeredCommands(electron)).toEqual([]);
  await unlock(page);
  await page.getByText('Connected').waitFor();
  await quit();

  const asked = await startApp({ userData: options.userData });
  await unlock(asked.page, 'something else');
  await asked.page.getByText('That passphrase does not open it.').waitFor();
  await unlock(asked.page);
  await asked.page.getByText('Connected').waitFor();
  await showUnlocking(asked.page);
  await asked.page.getByRole('button', { name: 'Add the system’s keychain' }).click();
  await asked.page.getByText('opens it by itself').waitFor();
  await asked.quit();

  const again = await startApp({ userData: options.userData });
  await again.page.getByText('Connected').waitFor();
});

test('a keychain that lost its key leaves the passphrase', async () => {
  const { page, options, quit } = await startApp();
  await signUp(page, await startTestServer(), 'alice');
  await showUnlocking(page);
  await addPassphrase(page);
  await quit();

  const env = { ELECTRON_DOUBLE_SAFE_STORAGE: 'unavailable' };
  const again = await startApp({ env, userData: options.userData });
  await unlock(again.page);
  await again.page.getByText('Connected').waitFor();
  await showUnlocking(again.page);
  expect(await ways(again.page)).toEqual([
    expect.stringMatching(/^System’s keychain\s+does not open it now\s+Remove$/),
    expect.stringMatching(/^Passphrase\s+asked for if nothing else opens it$/),
  ]);
  expect(await again.page.getByRole('button', { name: 'Add the system’s keychain' }).count()).toBe(0);
});

test('a keychain that was reset asks for no passphrase: one begins anew, and everything comes back', async () => {
  const home = await startTestServer();
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
  await again.page.getByRole('heading', { name: 'This computer’s history can’t be opened' }).waitFor();
  expect(await again.page.getByLabel('Passphrase', { exact: true }).count()).toBe(0);
  await again.page.getByRole('button', { name: 'Begin anew on this computer' }).click();
  await fillAccount(again.page, 'alice');
  await again.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await again.page.getByText('Connected').waitFor();
  await openConversation(again.page, /^Lobby/);
  await again.page.getByRole('gridcell', { name: /^You, before the reset/ }).waitFor();
  const [profile = ''] = await readdir(join(options.userData, 'profiles'));
  expect(await readdir(join(options.userData, 'profiles', profile, 'kept-1'))).toContain('keys.json');
}, 60_000);

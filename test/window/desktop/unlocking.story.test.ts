import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { offeredCommands, watchDesktop } from '../support/desktop-watch.ts';
import { signUp } from './people.ts';

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
  await signUp(page, await startHome(), 'alice');
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
    expect.stringMatching(/^System’s keychain\s+does not open it now\s+Remove$/),
    expect.stringMatching(/^Passphrase\s+asked for if nothing else opens it$/),
  ]);
  expect(await again.page.getByRole('button', { name: 'Add the system’s keychain' }).count()).toBe(0);
});

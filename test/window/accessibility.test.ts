/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { startHome } from '../support/home.ts';
import {
  connect,
  fillAccount,
  openConversation,
  person,
  personInWindow,
  say,
  write,
} from './support/people.ts';
import { openWindow } from './support/window.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the screen, in both themes. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(
      (runOnly) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly }),
      tags,
    );
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${colorScheme} ${id} ${html.slice(0, 160)}`));
    }
  }
  return found;
}

test('every screen before the messenger', async () => {
  const home = await startHome();
  const { page } = await openWindow({ servers: [{ url: home.url }] });
  await page.getByText('Servers used before').waitFor();
  expect(await findings(page)).toEqual([]);
  await connect(page, home.url);
  await fillAccount(page, 'alice', 'not the password');
  await page.keyboard.press('Enter');
  await page.getByText('3 tries left').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use the recovery key instead' }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillAccount(page, 'al ice', 'short');
  await page.getByRole('button', { name: 'Create account' }).click();
  expect(await findings(page)).toEqual([]);
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I have written it down' }).waitFor();
  expect(await findings(page)).toEqual([]);
});

test('every screen of the messenger', async () => {
  const home = await startHome();
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  expect(await findings(page)).toEqual([]);
  await say(bob, 'alice', 'hello', 'https://parley.example/');
  await openConversation(page, /^Bob.*unread/);
  await write(page, 'hello bob');
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('heading', { name: 'Safety number' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('Message Bob').fill('/');
  expect(await findings(page)).toEqual([]);
  await write(page, '/help');
  await openConversation(page, /^Lobby/);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+k');
  await page.getByRole('menuitem').first().waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  expect(await findings(page)).toEqual([]);
});

test('every page of the settings', async () => {
  const { page } = await personInWindow(await startHome(), 'alice');
  await page.keyboard.press('Control+,');
  for (const tab of ['Appearance', 'Notifications', 'Writing', 'Devices', 'Password', 'Unlocking', 'About']) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await findings(page), tab).toEqual([]);
  }
});

test('at 200 % nothing has to be scrolled sideways, and list and conversation take turns', async () => {
  const home = await startHome();
  const { page } = await personInWindow(home, 'alice', { zoom: 2, size: { width: 900, height: 600 } });
  await openConversation(page, /^Lobby/);
  await write(page, 'a word '.repeat(40));
  await page.getByRole('article').waitFor();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back to all conversations' }).click();
  await page.getByRole('option', { name: /^Lobby/ }).waitFor();
});

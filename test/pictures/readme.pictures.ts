import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { openConversation, person, say, signUp, write } from '../window/desktop/people.ts';
import { startApp } from '../window/support/desktop-app.ts';
import { sayInLobby } from '../window/support/people.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');

test('the window as the README shows it', async () => {
  mkdirSync(folder, { recursive: true });
  const home = await startTestServer();
  const { page } = await startApp();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Address or invite link').waitFor();
  await shoot(page, 'first-run', 'light');
  await signUp(page, home, 'alice');
  const bob = await person(home, 'bob', 'Bob');
  const carol = await person(home, 'carol', 'Carol');
  const dora = await person(home, 'dora', 'Dora');
  await sayInLobby(dora, 'The build server is back up');
  await say(carol, 'alice', 'The tickets are on your desk');
  await talk(page, bob);
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'Mark as verified' }).click();
  await page.getByText('You compared safety numbers').waitFor();
  await page.getByLabel('Message Bob').focus();
  unwrap(await dora.call('setStatus', { status: 'dnd' }));
  unwrap(await carol.call('setStatus', { status: 'away' }));
  await page.getByText('Do not disturb').waitFor();
  await shoot(page, 'light', 'light');
  await shoot(page, 'dark', 'dark');
});

async function talk(page: Page, bob: EngineApi): Promise<void> {
  await say(bob, 'alice', 'Did the venue ever confirm the room?');
  await openConversation(page, /^Bob/);
  await page.getByRole('gridcell', { name: /confirm the room/ }).waitFor();
  await write(page, 'They did: second floor, the one with the big table.');
  await write(page, 'I sent you the floor plan this morning.');
  await page.getByRole('gridcell', { name: /floor plan/ }).waitFor();
  await say(bob, 'alice', 'Perfect, got it.', 'I can be there at two');
  await page.getByRole('gridcell', { name: /there at two/ }).waitFor();
}

async function shoot(page: Page, name: string, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

// Times stay right while the window is open: after midnight, after a week, in another time zone.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';
import { openConversation, person, personInWindow, sayInLobby } from './support/people.ts';

const minute = 60_000;

async function windowWithMessage(locale?: string) {
  const home = await startTestServer({ accounts: ['bob'] });
  const bob = await person(home, 'bob');
  await sayInLobby(bob, 'good morning');
  const { page } = await personInWindow(home, 'alice', { ...(locale && { locale }), now: new Date() });
  await openConversation(page, /^Lobby.*good morning/);
  await page.getByText('Today', { exact: true }).first().waitFor();
  return page;
}

function rowTime(page: Page) {
  return page.getByRole('option', { name: /good morning/ }).locator('.row-time');
}

test('day names update after midnight and after a week', async () => {
  const page = await windowWithMessage();
  expect(await rowTime(page).innerText()).toMatch(/^\d\d:\d\d$/);
  await page.clock.fastForward('24:00:00');
  await page.getByText('Yesterday', { exact: true }).first().waitFor();
  await expect.poll(() => rowTime(page).innerText()).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/);
  await page.clock.fastForward(7 * 24 * 60 * minute);
  await expect.poll(() => rowTime(page).innerText()).toMatch(/^\d{1,2} [A-Z][a-z]+$/);
});

test('times follow the computer’s time zone', async () => {
  const page = await windowWithMessage();
  const devtools = await page.context().newCDPSession(page);
  const shown = () =>
    page
      .getByRole('gridcell', { name: /good morning/ })
      .locator('time')
      .innerText();
  const seen: string[] = [];
  for (const timezoneId of ['Asia/Kolkata', 'America/New_York']) {
    await devtools.send('Emulation.setTimezoneOverride', { timezoneId });
    await page.clock.fastForward(minute);
    const sentAt = (await page.locator('time').first().getAttribute('datetime')) ?? '';
    const there = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: timezoneId });
    await expect.poll(shown).toBe(there.format(new Date(sentAt)));
    seen.push(await shown());
  }
  expect(new Set(seen).size).toBe(2);
});

test('an American system shows 12 hours and the month first', async () => {
  const page = await windowWithMessage('en-US');
  expect(await rowTime(page).innerText()).toMatch(/^\d{1,2}:\d\d\s[AP]M$/);
  await page.clock.fastForward(8 * 24 * 60 * minute);
  await expect.poll(() => rowTime(page).innerText()).toMatch(/^[A-Z][a-z]+ \d{1,2}$/);
});

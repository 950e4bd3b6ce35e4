// Everything that the engine sends to the window is another person's text: names, devices, servers, notices, refusals.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { type ErrorCode, errors } from '../../protocol/errors.ts';
import type { KnownServer } from '../../shell/shell.ts';
import { createHostileEngine, groupOf } from './support/hostile-engine.ts';
import { hostileStrings } from './support/hostile-strings.ts';
import { watchForCode } from './support/only-text.ts';
import { connect, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

/** A hundred rounds on a busy machine: one of them takes longer. */
const patiently = { timeout: 10_000 };

const codes = Object.keys(errors) as ErrorCode[];

/** A window that was given these texts wherever it can be given any. */
async function openHostileWindow(
  texts: readonly string[],
  servers: readonly KnownServer[] = [],
  conversationFor?: Parameters<typeof createHostileEngine>[1],
) {
  const engine = createHostileEngine(texts, conversationFor);
  const window = await openWindow({ engine, servers, size: { width: 1280, height: 800 } });
  const watch = watchForCode(window.page);
  return {
    ...window,
    engine,
    async expectOnlyText() {
      await watch.expectOnlyText();
      expect(await window.complaints()).toEqual([]);
    },
  };
}

test('servers used before', async () => {
  // The window would open the first by itself if it had an account.
  const servers = hostileStrings.map((text, at) => ({ url: text, ...(at > 0 && { account: text }) }));
  const { page, expectOnlyText } = await openHostileWindow([], servers);
  const names = page.locator('.known-server-name');
  await expect.poll(() => names.count(), patiently).toBe(servers.length);
  // An address that is one is shown without what is not the host.
  expect(await names.allTextContents()).toContain(hostileStrings[0]);
  await expectOnlyText();
});

test('names of people, in every place that shows one', { timeout: 120_000 }, async () => {
  const { page, expectOnlyText } = await openHostileWindow(hostileStrings);
  await connect(page, 'home.example');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Show details' }).click();
  const title = page.locator('.conversation-heading bdi').first();
  for (const text of hostileStrings) {
    await expect.poll(() => title.textContent(), patiently).toBe(text);
    await expectOnlyText();
    await page.keyboard.press('Alt+ArrowDown');
  }
  await page.keyboard.press('Control+k');
  await expect.poll(() => page.locator('.jump-title').count(), patiently).toBeGreaterThan(30);
  await expectOnlyText();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await actOnFirstText(page, 'Message details');
  await expect.poll(() => page.locator('.revisions li').count(), patiently).toBe(hostileStrings.length);
  await expect.poll(() => page.locator('.receipts li').count(), patiently).toBe(hostileStrings.length);
  await expectOnlyText();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await actOnFirstText(page, 'Forward');
  await expect.poll(() => page.locator('.found-name').count(), patiently).toBeGreaterThan(30);
  await expectOnlyText();
});

test('titles of groups and names of those in them', { timeout: 120_000 }, async () => {
  const texts = hostileStrings.slice(0, 40);
  const { page, expectOnlyText } = await openHostileWindow(texts, [], groupOf);
  await connect(page, 'home.example');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Show details' }).click();
  const title = page.locator('.conversation-heading bdi').first();
  const opened = new Set<string | null>();
  for (const nth of texts.keys()) {
    await expect.poll(async () => opened.add(await title.textContent()).size, patiently).toBe(nth + 1);
    await page.locator('.group-event').first().waitFor();
    await expectOnlyText();
    await page.keyboard.press('Alt+ArrowDown');
  }
  await page.getByRole('option').first().click();
  for (const act of ['Add people', 'Edit group', 'Leave group', 'Delete group']) {
    await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: act }).click();
    await page.getByRole('dialog').waitFor();
    await expectOnlyText();
    await page.keyboard.press('Escape');
  }
});

test('devices', async () => {
  const { page, expectOnlyText } = await openHostileWindow(hostileStrings);
  await connect(page, 'home.example');
  await page.getByText('Connected').waitFor();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Devices' }).click();
  const devices = page.locator('.settings-list .device-text > bdi');
  await expect.poll(() => devices.count(), patiently).toBe(hostileStrings.length);
  expect(await devices.allTextContents()).toEqual(hostileStrings);
  await expectOnlyText();
});

test('notices, and the reason for which a session has ended', { timeout: 60_000 }, async () => {
  const { page, engine, expectOnlyText } = await openHostileWindow(hostileStrings);
  await connect(page, 'home.example');
  await page.getByText('Connected').waitFor();
  for (const text of hostileStrings) {
    engine.emit('notice', { code: 'bad-request', text, facts: { detail: text } });
    await expect.poll(() => page.locator('.notice bdi').last().textContent(), patiently).toContain(text);
    await expectOnlyText();
  }
  engine.signedIn = false;
  for (const reason of hostileStrings) {
    engine.emit('session', { state: 'signed-out', reason, code: 'bad-request', facts: { detail: reason } });
    await expect.poll(() => page.locator('.problem').textContent(), patiently).toContain(reason);
    await expectOnlyText();
  }
});

test('refusals with invalid facts still show a sentence', { timeout: 60_000 }, async () => {
  const { page, engine, expectOnlyText } = await openHostileWindow(hostileStrings.slice(0, 2));
  await connect(page, 'home.example');
  await page.getByRole('option').first().click();
  for (const [at, code] of codes.entries()) {
    const value = hostileStrings[at % hostileStrings.length] ?? '';
    const names = [...errors[code].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    engine.refusal = { ok: false, code, facts: Object.fromEntries(names.map((name) => [name, value])) };
    await page.getByRole('button', { name: /details/ }).click();
    await write(page, '/msg bob hello');
    const isTyped = names.some((name) => ['retryAfterMs', 'seenAt', 'resetAt'].includes(name));
    const shown = names.length === 0 ? '' : isTyped ? 'unknown' : value;
    await expect
      .poll(() => page.locator('.command-answer[data-failed=true]').textContent(), patiently)
      .toContain(shown);
    await expectOnlyText();
  }
});

async function actOnFirstText(page: Page, action: string): Promise<void> {
  // The last rows are what was done in groups.
  await page.locator('.timeline-scroller').evaluate((rows) => rows.scrollTo(0, 0));
  await page.locator('.message:has(.bubble:not(.unreadable))').first().dispatchEvent('contextmenu');
  await page.getByRole('menuitem', { name: action }).click();
  await page.getByRole('dialog', { name: action }).waitFor();
}

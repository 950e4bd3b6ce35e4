/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../../engine/api/api.ts';
import { startTestServer } from '../support/test-server.ts';
import { openConversation, person, personInWindow, say } from './support/people.ts';
import { openWindow } from './support/window.ts';

const COUNT = 5_000;

/** Elements in the page: many rows, but never one for each message. */
function elements(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length);
}

/** Resolves when the server has taken the message with this text. */
function lastSent(sender: EngineApi, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  sender.on('message', ({ message }) => {
    if (message.text === text && message.state !== 'sending') resolve();
  });
  return promise;
}

test('many missed messages are counted, and reading starts at the first of them', async () => {
  const home = await startTestServer();
  const before = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob');
  await say(bob, 'alice', 'the oldest of all');
  await openConversation(before.page, /^bob.*the oldest/);
  await before.page.getByRole('option', { name: /^bob.*the oldest of all$/ }).waitFor();
  await before.close();
  const allSent = lastSent(bob, `message ${COUNT}`);
  await say(bob, 'alice', ...Array.from({ length: COUNT }, (_, index) => `message ${index + 1}`));
  // Missed are messages that the server has before alice returns.
  await allSent;

  const { page } = await openWindow({
    profileFolder: before.profileFolder,
    servers: [{ url: home.url, account: 'alice@home.example' }],
  });
  await page.getByText(`${COUNT} unread`).waitFor({ timeout: 60_000 });
  await openConversation(page, new RegExp(`^bob.*message ${COUNT}.*999\\+`));
  await page.getByText(`${COUNT} new messages`).waitFor();
  await page.getByRole('gridcell', { name: /^bob, message 1,/ }).waitFor();
  expect(await page.getByRole('gridcell', { name: new RegExp(`, message ${COUNT},`) }).count()).toBe(0);
  expect(await elements(page)).toBeLessThan(1_000);

  await page.getByRole('grid').hover();
  await vi.waitFor(async () => {
    await page.mouse.wheel(0, -2_000);
    expect(await page.getByRole('gridcell', { name: /the oldest of all/ }).count()).toBe(1);
  }, 10_000);
  await page.getByRole('button', { name: /^Jump to latest/ }).click();
  await page.getByRole('gridcell', { name: new RegExp(`, message ${COUNT},`) }).waitFor();
  await page.getByRole('option', { name: new RegExp(`^bob.*message ${COUNT}$`) }).waitFor();
  expect(await elements(page)).toBeLessThan(1_000);
}, 180_000);

// At the end of a conversation the newest message stays in view, whatever changes around it.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import type { EngineApi, Message } from '../../engine/api/api.ts';
import { ok } from '../../protocol/errors.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

const conversation = conversationId.parse('0'.padStart(43, 'c'));

function message(nth: number, text = `message ${nth}`): Message {
  const base = { conversation, device: '', kind: 'text', state: 'read' } as const;
  const sentAt = new Date(Date.UTC(2026, 0, 1) + nth * 1_000).toISOString();
  return {
    ...base,
    id: messageId.parse(String(nth).padStart(22, 'm')),
    seq: nth,
    sender: 'user000',
    sentAt,
    text,
  };
}

async function windowAtEnd() {
  const hostile = createHostileEngine(['bob']);
  const messages = Array.from({ length: 60 }, (_, index) => message(index + 1));
  const engine = {
    ...hostile,
    call: (async (method: 'markRead', parameters: never) =>
      (method as string) === 'history'
        ? ok({ messages, more: false })
        : hostile.call(method, parameters)) as EngineApi['call'], // It hands on what was asked.
  };
  const { page } = await openWindow({ engine, size: { width: 1_000, height: 600 } });
  await connect(page, 'home.example');
  await openConversation(page, /^bob/);
  await page.getByText('message 60', { exact: true }).waitFor();
  await expectEnd(page);
  return { page, say: (one: Message) => hostile.emit('message', { conversation, message: one }) };
}

/** How far the end of the newest message lies below the view. */
function pixelsBelow(page: Page): Promise<number> {
  return page.locator('.timeline-scroller').evaluate((view) => {
    const newest = [...view.querySelectorAll('[data-message]')].at(-1);
    return (newest?.getBoundingClientRect().bottom ?? 1e6) - view.getBoundingClientRect().bottom;
  });
}

async function expectEnd(page: Page): Promise<void> {
  await expect.poll(() => pixelsBelow(page)).toBeLessThanOrEqual(0);
}

test('the view stays at the end when an answer, the composer or the details shrink it', async () => {
  const { page } = await windowAtEnd();
  await write(page, '/help');
  await page.getByRole('button', { name: 'Dismiss' }).waitFor();
  await expectEnd(page);
  await page.getByLabel('Message bob').fill('one\ntwo\nthree\nfour\nfive\nsix');
  await expectEnd(page);
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('complementary', { name: 'Details' }).waitFor();
  await expectEnd(page);
});

test('the view stays at the end when the window shrinks and when the newest message grows', async () => {
  const { page, say } = await windowAtEnd();
  for (const height of [560, 480, 400]) {
    await page.setViewportSize({ width: 900, height });
    await expectEnd(page);
  }
  say(message(60, `message 60${'\nand a line'.repeat(12)}`));
  await page.getByText('and a line').first().waitFor();
  await expectEnd(page);
});

test('a view that was scrolled up stays there when the window shrinks', async () => {
  const { page } = await windowAtEnd();
  await page.locator('.timeline-scroller').hover();
  await page.mouse.wheel(0, -900);
  await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  await page.setViewportSize({ width: 1_000, height: 500 });
  await page.getByLabel('Message bob').fill('one\ntwo\nthree');
  await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  expect(await pixelsBelow(page)).toBeGreaterThan(300);
});

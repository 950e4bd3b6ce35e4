// What has been in view is read, and nothing else.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import type { EngineApi, Message } from '../../engine/api/api.ts';
import { ok } from '../../protocol/errors.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { startTestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, openConversation, person, personInWindow, sayInLobby } from './support/people.ts';
import { openWindow, type TestWindow } from './support/window.ts';

async function unread(window: TestWindow): Promise<number> {
  return unwrap(await window.engine().call('unread', undefined)).total;
}

function notified({ asked }: TestWindow): number {
  return asked.filter(({ name }) => name === 'notify').length;
}

test('a message taller than the view counts as read once it fills half of it', async () => {
  const home = await startTestServer({ accounts: ['bob'] });
  const bob = await person(home, 'bob');
  await sayInLobby(bob, ...Array.from({ length: 40 }, (_, index) => `message ${index + 1}`));
  const alice = await personInWindow(home, 'alice', { size: { width: 1_000, height: 500 } });
  const { page } = alice;
  await openConversation(page, /^Lobby.*message 40/);
  await page.getByRole('gridcell', { name: /, message 40,/ }).waitFor();
  await expect.poll(() => unread(alice)).toBe(0);
  await page.getByRole('grid').hover();
  await page.mouse.wheel(0, -400);
  await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  await sayInLobby(bob, `tall${'\nline'.repeat(400)}`);
  await page.getByRole('button', { name: 'Jump to latest, 1 unread' }).waitFor();
  const feed = await page.getByRole('grid').boundingBox();
  if (!feed) throw new Error('there is no feed');
  const top = async () => (await page.getByRole('gridcell', { name: /, tall/ }).boundingBox())?.y;
  const scrolledBy = (pixels: number) => async () => {
    await page.mouse.wheel(0, pixels);
    return (await top()) ?? Number.POSITIVE_INFINITY;
  };
  await expect.poll(scrolledBy(30)).toBeLessThan(feed.y + feed.height * 0.9);
  expect(await unread(alice)).toBe(1);
  await expect.poll(scrolledBy(30)).toBeLessThan(feed.y + feed.height * 0.4);
  await expect.poll(() => unread(alice)).toBe(0);
});

test('messages behind a dialog, or behind covering details, stay unread', async () => {
  const home = await startTestServer({ accounts: ['bob', 'alice'] });
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  await sayInLobby(bob, 'before');
  await openConversation(page, /^Lobby.*before/);
  await expect.poll(() => unread(alice)).toBe(0);

  /** The notification gathers for longer than reading does: had it been read, it would have happened. */
  async function expectUnread(text: string): Promise<void> {
    const before = notified(alice);
    await sayInLobby(bob, text);
    await expect.poll(() => notified(alice)).toBeGreaterThan(before);
    expect(await unread(alice)).toBe(1);
  }

  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').waitFor();
  await expectUnread('behind settings');
  await page.keyboard.press('Escape');
  await expect.poll(() => unread(alice)).toBe(0);

  await page.setViewportSize({ width: 700, height: 600 });
  await page.getByRole('button', { name: 'Show details' }).click();
  await expectUnread('behind details');
  await page.getByRole('complementary').getByRole('button', { name: 'Hide details' }).click();
  await expect.poll(() => unread(alice)).toBe(0);
});

/** The conversation with bob, with the given history. */
async function openWithMessages(messages: readonly Message[]) {
  const hostile = createHostileEngine(['bob']);
  const read: string[] = [];
  const answering = { ...hostile } as EngineApi & typeof hostile;
  answering.call = (async (method: string, parameters: { readonly upTo?: string }) => {
    if (method === 'history') return ok({ messages, more: false });
    if (method === 'markRead') read.push(parameters.upTo ?? '');
    return hostile.call(method as 'markRead', parameters as never);
  }) as EngineApi['call']; // It hands on what was asked.
  const window = await openWindow({ engine: answering, size: { width: 1_000, height: 600 } });
  await connect(window.page, 'home.example');
  await openConversation(window.page, /^bob/);
  await window.page.locator('.message').first().waitFor();
  return { ...window, read, say: (message: Message) => hostile.emit('message', { conversation, message }) };
}

const conversation = conversationId.parse('0'.padStart(43, 'c'));
const idOf = (nth: number) => messageId.parse(String(nth).padStart(22, 'm'));

function fromBob(nth: number, state: Message['state'] = 'delivered', text = `message ${nth}`): Message {
  const base = { conversation, device: '', kind: 'text' } as const;
  const sentAt = new Date(Date.now() - 60_000 + nth).toISOString();
  return { ...base, id: idOf(nth), seq: nth, sender: 'user000', sentAt, state, text };
}

function notSent(): Message {
  const { seq: _, ...message } = fromBob(0);
  return { ...message, id: messageId.parse('n'.repeat(22)), sender: 'alice', state: 'failed', text: 'mine' };
}

const sixty = Array.from({ length: 60 }, (_, index) => fromBob(index + 1));

function focused(page: Page): Promise<string | null> {
  return page.locator('.message:focus').getAttribute('data-message');
}

test('a failed own message does not scroll the view to the end', async () => {
  const { page, read } = await openWithMessages([...sixty, notSent()]);
  await page.getByText('60 new messages').waitFor();
  await expect.poll(() => read.length).toBe(1);
  expect(read).not.toContain(idOf(60));
  expect(await page.getByRole('gridcell', { name: /^You, mine,/ }).count()).toBe(0);
});

test('a conversation is read once the messages of others are seen, whatever own messages follow', async () => {
  const window = await openWithMessages([...sixty.slice(0, 3), notSent()]);
  await window.page.getByText('3 new messages').waitFor();
  await expect.poll(() => window.read).toContain(idOf(3));
  await window.setWindowState({ focused: false, visible: true });
  window.say(fromBob(4));
  await window.page.getByText('1 new message', { exact: true }).waitFor();
});

test('arrow keys start at a visible message', async () => {
  const { page } = await openWithMessages(sixty);
  const feed = page.getByRole('grid');
  await feed.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe(idOf(1));
  await feed.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focused(page)).not.toBe(idOf(1));
  expect((await focused(page)) ?? '').not.toBe(idOf(60));
});

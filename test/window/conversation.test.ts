/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { SERVER, startConversations } from '../support/conversation-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { unwrap } from '../support/unwrap.ts';
import {
  hasFocus,
  openConversation,
  person,
  personInWindow,
  say,
  sayInLobby,
  write,
} from './support/people.ts';
import { openWindow, type TestWindow } from './support/window.ts';

const away = { focused: false, visible: true } as const;
const here = { focused: true, visible: true } as const;

function notified({ asked }: TestWindow): readonly unknown[] {
  return asked.filter(({ name }) => name === 'notify').map(({ args }) => args[0]);
}

function badges({ asked }: TestWindow): readonly unknown[] {
  return asked.filter(({ name }) => name === 'setBadge').map(({ args }) => args[0]);
}

async function directWith(window: TestWindow) {
  return unwrap(await window.engine().call('openDirect', { user: 'bob' })).id;
}

test('alice and bob talk, and each sees the state of sent messages', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = [await personInWindow(home, 'alice'), await personInWindow(home, 'bob')];
  await openConversation(alice.page, /^bob/);
  await write(alice.page, 'hello bob');
  await alice.page.getByRole('img', { name: 'delivered' }).waitFor();
  await bob.page.getByRole('option', { name: /^alice.*hello bob.*1 unread/ }).click();
  await bob.page.getByRole('gridcell', { name: /^alice, hello bob/ }).waitFor();
  await alice.page.getByRole('gridcell', { name: /^You, hello bob, .*, read$/ }).waitFor();
  await write(bob.page, 'hello alice');
  await alice.page.getByRole('gridcell', { name: /^alice|^bob, hello alice/ }).waitFor();
  expect([...(await alice.complaints()), ...(await bob.complaints())]).toEqual([]);
});

test('messages that arrive out of view bring a divider, a badge and a notification', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob');
  await say(bob, 'alice', 'one');
  await openConversation(alice.page, /^bob.*one/);
  await alice.page.getByRole('gridcell', { name: /^bob, one/ }).waitFor();
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 0, dot: false });
  const before = notified(alice).length;
  await alice.setWindowState(away);
  await say(bob, 'alice', 'two', 'three');
  await alice.page.getByText('2 new messages').waitFor();
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 2, dot: false });
  await expect.poll(() => notified(alice).length).toBeGreaterThan(before);
  expect(notified(alice).at(-1)).toMatchObject({ title: 'bob' });
  // The notification gathers for longer than reading does: had they been read, it would have happened.
  expect(await alice.engine().call('unread', undefined)).toMatchObject({ value: { total: 2 } });
  await alice.setWindowState(here);
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 0, dot: false });
  await expect.poll(() => alice.asked.some(({ name }) => name === 'withdraw')).toBe(true);
  expect(await alice.page.getByText('2 new messages').isVisible()).toBe(true);
  await openConversation(alice.page, /^Lobby/);
  await openConversation(alice.page, /^bob/);
  await alice.page.getByRole('gridcell', { name: /^bob, three/ }).waitFor();
  expect(await alice.page.getByText(/new message/).count()).toBe(0);
});

test('a conversation opens at its first unread message and older ones load above without a jump', async () => {
  const home = await startTestServer({ accounts: ['bob'] });
  const bob = await person(home, 'bob');
  const texts = Array.from({ length: 400 }, (_, index) => `message ${index + 1}`);
  await sayInLobby(bob, ...texts.slice(0, 330));
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /, message 330,/ }).waitFor();
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 0, dot: false });
  await page.getByRole('button', { name: 'Start a conversation' }).focus();
  await alice.setWindowState(away);
  await openConversation(page, /^bob/);
  await sayInLobby(bob, ...texts.slice(330));
  await page.getByRole('option', { name: /^Lobby.*70 unread/ }).click();
  await page.getByText('70 new messages').waitFor();
  await page.getByRole('gridcell', { name: /, message 331,/ }).waitFor();
  expect(await page.getByRole('gridcell', { name: /, message 400,/ }).count()).toBe(0);
  expect(await page.locator('.older-failed').count()).toBe(0);
  const anchor = page.getByRole('gridcell', { name: /, message 331,/ });
  const top = async () => (await anchor.boundingBox())?.y;
  await page.getByRole('grid').hover();
  await page.mouse.wheel(0, -150);
  await expect.poll(async () => page.getByRole('gridcell', { name: /, message 325,/ }).count()).toBe(1);
  const settled = await top();
  await expect.poll(top).toBe(settled);
});

test('jumping from the oldest to the latest message shows everything that arrived meanwhile', async () => {
  const home = await homeWithLobby(700);
  const bob = await person(home, 'bob');
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /, message 700,/ }).waitFor();
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 0, dot: false });
  await alice.setWindowState(away);
  await sayInLobby(bob, 'one', 'two', 'three');
  await page.getByText('3 new messages').waitFor();

  await scrollUntil(page, -4_000, /, message 1,/);
  await sayInLobby(bob, 'news');
  await page.getByRole('button', { name: /latest, 4 unread/ }).waitFor();
  expect(await page.getByRole('gridcell', { name: /, news,/ }).count()).toBe(0);
  await scrollUntil(page, 1_500, /, news,/);
  expect(await page.getByText('4 new messages').count()).toBe(1);

  await scrollUntil(page, -4_000, /, message 1,/);
  await sayInLobby(bob, 'more news');
  await page.getByRole('button', { name: /latest, 5 unread/ }).click();
  await hasFocus(page.getByLabel('Message Lobby'));
  await page.getByRole('gridcell', { name: /, more news,/ }).waitFor();
  expect(await page.getByText('5 new messages').count()).toBe(1);
  await alice.setWindowState(here);
  await expect.poll(() => badges(alice).at(-1)).toEqual({ count: 0, dot: false });

  await scrollUntil(page, -4_000, /, message 1,/);
  await write(page, 'my own');
  await page.getByRole('gridcell', { name: /^You, my own,/ }).waitFor();
  await page.getByRole('button', { name: /latest/ }).waitFor({ state: 'detached' });
});

test('older messages load above the view without moving it', async () => {
  const { page } = await personInWindow(await homeWithLobby(700), 'alice');
  await openConversation(page, /^Lobby/);
  await page.getByRole('gridcell', { name: /, message 700,/ }).waitFor();
  const feed = page.getByRole('grid');
  await feed.evaluate((scroller) => scroller.scrollTo(0, 0));
  await expect.poll(() => feed.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(1_000);
  await page
    .getByRole('gridcell', { name: /, message 64\d,/ })
    .first()
    .waitFor();
  expect(await page.getByRole('gridcell', { name: /, message 1,/ }).count()).toBe(0);
});

/** A server in whose Lobby much has been said before anybody here came. */
async function homeWithLobby(messages: number): Promise<TestServer> {
  const dataFolder = await temporaryFolder();
  await (await startTestServer({ dataFolder, args: ['--name', SERVER] })).stop();
  const server = await startConversations(dataFolder);
  const writer = await server.person('writer');
  for (let nth = 1; nth <= messages; nth += 1) await writer.say(`message ${nth}`);
  await server.stop();
  return startTestServer({ dataFolder, args: ['--name', SERVER] });
}

/** In one step: a locator finds first and reads then, when a row may be gone. */
function textsOfArticles(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.message')].map(({ innerText }) => innerText),
  );
}

/** Turns the wheel until a message is there. What is in view on the way are neighbours, none left out. */
async function scrollUntil(page: Page, pixels: number, name: RegExp): Promise<void> {
  await page.getByRole('grid').hover();
  while ((await page.getByRole('gridcell', { name }).count()) === 0) {
    await page.mouse.wheel(0, pixels);
    const numbers = (await textsOfArticles(page)).flatMap((text) => {
      const [, number] = /message (\d+)/.exec(text) ?? [];
      return number === undefined ? [] : [Number(number)];
    });
    const [from = 0] = numbers;
    expect(numbers).toEqual(numbers.map((_, index) => from + index));
  }
}

test('offline messages wait in order and are sent when the server is back', async () => {
  const home = await startTestServer({ args: ['--port', '0'], accounts: ['alice'] });
  const alice = await personInWindow(home, 'alice');
  const { page } = alice;
  await openConversation(page, /^Lobby/);
  await write(page, 'before');
  await page.getByRole('img', { name: 'sent' }).waitFor();
  await home.stop();
  await page.getByText('Offline, reconnecting…').waitFor();
  await write(page, 'first');
  await write(page, 'second');
  await page.getByText('waiting for connection').first().waitFor();
  await page.getByRole('option', { name: /^Lobby.*You: second/ }).waitFor();
  const { port } = new URL(home.url);
  await startTestServer({ dataFolder: home.dataFolder, args: ['--port', port] });
  await page.getByRole('gridcell', { name: /^You, second, .*, sent$/ }).waitFor({ timeout: 25_000 });
  const said = await page.locator('.message').allInnerTexts();
  expect(said.map((text) => text.split('\n')[0])).toEqual(['before', 'first', 'second']);
});

test('drafts survive a restart of the window, and the window survives a restart of the engine', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const first = await personInWindow(home, 'alice');
  await openConversation(first.page, /^Lobby/);
  await first.page.getByLabel('Message Lobby').fill('not sent yet');
  await first.reconnect();
  expect(await first.page.getByLabel('Message Lobby').inputValue()).toBe('not sent yet');
  await expect
    .poll(async () => first.engine().call('drafts', undefined))
    .toMatchObject({
      value: [{ text: 'not sent yet' }],
    });
  await first.close();
  const { page } = await openWindow({
    profileFolder: first.profileFolder,
    servers: [{ url: home.url, account: 'alice@home.example' }],
  });
  await page.getByRole('option', { name: /^Lobby.*Draft: not sent yet/ }).click();
  expect(await page.getByLabel('Message Lobby').inputValue()).toBe('not sent yet');
});

test('others see a status, and Do not disturb silences notifications', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob');
  unwrap(await bob.call('setStatus', { status: 'away' }));
  await alice.page.getByRole('option', { name: /^bob Away/ }).waitFor();
  await openConversation(alice.page, /^bob/);
  await write(alice.page, 'are you there?');
  await alice.page.getByText('bob is away and may reply later.').waitFor();
  await alice.page.getByRole('button', { name: 'Dismiss' }).click();
  await hasFocus(alice.page.getByLabel('Message bob'));
  await alice.page.getByRole('button', { name: /Change status/ }).click();
  const status = alice.page.getByRole('group', { name: 'Status' });
  await status.getByRole('menuitemradio', { name: 'Do not disturb' }).click();
  await alice.page.getByRole('button', { name: /^alice Do not disturb/ }).waitFor();
  await sayInLobby(bob, 'quiet please');
  await alice.page.getByRole('option', { name: /^Lobby.*1 unread/ }).waitFor();
  expect(notified(alice)).toEqual([]);
});

test('a muted conversation neither notifies nor counts on the badge until it is unmuted', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob');
  const { page } = alice;
  await openConversation(page, /^bob/);
  await page.getByRole('button', { name: 'Show details' }).click();
  await page.getByRole('button', { name: 'Mute…' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Until I unmute it' }).press('Enter');
  await page.getByRole('button', { name: 'Unmute' }).waitFor();
  await openConversation(page, /^Lobby/);
  await alice.setWindowState(away);
  await say(bob, 'alice', 'quietly');
  await page.getByRole('option', { name: /^bob.*Muted.*1 unread/ }).waitFor();
  // A notification of the message before would come first.
  await sayInLobby(bob, 'aloud');
  await expect.poll(() => notified(alice).length).toBeGreaterThan(0);
  expect(notified(alice)).toMatchObject([{ title: 'Lobby: bob' }]);
  expect(badges(alice).at(-1)).toEqual({ count: 0, dot: true });
  await alice.setWindowState(here);
  unwrap(await alice.engine().call('unmute', { conversation: await directWith(alice) }));
  await expect.poll(() => badges(alice).at(-1)).toMatchObject({ count: 1 });
});

test('safety numbers are the same on both sides and can be marked as compared', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob');
  await openConversation(alice.page, /^bob/);
  await alice.page.getByRole('button', { name: 'Show details' }).click();
  const number = alice.page.getByRole('region', { name: 'Safety number' }).locator('.safety-number');
  await number.waitFor();
  const { digits } = unwrap(await bob.call('safetyNumber', { user: 'alice' }));
  expect((await number.innerText()).replace(/\D/g, '')).toBe(digits.replace(/\D/g, ''));
  await alice.page.getByRole('button', { name: 'Mark as verified' }).click();
  await alice.page.getByText('You compared safety numbers').waitFor();
});

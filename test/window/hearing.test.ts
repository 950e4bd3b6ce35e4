/// <reference lib="dom" />
// The window without eyes: what is announced, where the focus is, what the tree of the screen says.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import type { EngineApi, Message, MethodName } from '../../engine/api/api.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { type Announcements, listen, liveInPage, watchFocus } from './support/announcements.ts';
import { createHostileEngine } from './support/hostile-engine.ts';
import { connect, fillAccount, hasFocus, openConversation, write } from './support/people.ts';
import { openWindow } from './support/window.ts';

const SECOND = 1_000;
const patiently = { timeout: 20 * SECOND };

type Answers = { readonly [Name in MethodName]?: (parameters: never) => Result<unknown> };

/** Conversations with bob and carol, with nothing in them but what the test says. */
async function openMessenger(answers: Answers = {}, signedIn = true) {
  const engine = createHostileEngine(['bob', 'carol']);
  engine.signedIn = signedIn;
  const given: Answers = {
    history: () => ok({ messages: [], more: false }),
    drafts: () => ok([]),
    ...answers,
  };
  const answering = { ...engine } as EngineApi & typeof engine;
  answering.call = (async (method: MethodName, parameters: never) =>
    given[method]?.(parameters) ?? engine.call(method, parameters)) as EngineApi['call']; // It hands on what was asked.
  const window = await openWindow({ engine: answering, size: { width: 1_000, height: 600 } });
  await connect(window.page, 'home.example');
  const say = (message: Message) => engine.emit('message', { conversation: message.conversation, message });
  return { ...window, engine, say };
}

async function openBob(answers: Answers = {}) {
  const window = await openMessenger(answers);
  const announcements = await listen(window.page);
  await openConversation(window.page, /^bob/);
  await hasFocus(window.page.getByLabel('Message bob'));
  await expectSaid(announcements, ['bob']);
  await announcements.forget();
  return { ...window, announcements };
}

const withBob = conversationId.parse('0'.padStart(43, 'c'));
const withCarol = conversationId.parse('1'.padStart(43, 'c'));
let latest = 0;

function fromBob(text: string): Message {
  latest += 1;
  return {
    id: messageId.parse(String(latest).padStart(22, 'n')),
    conversation: withBob,
    seq: latest,
    sender: 'user000',
    device: '',
    kind: 'text',
    text,
    sentAt: new Date(Date.now() - 60_000 + latest).toISOString(),
    state: 'delivered',
  };
}

function mine(state: Message['state'], more: Partial<Message> = {}): Message {
  const { seq: _, ...message } = fromBob('nobody hears this');
  return { ...message, sender: 'alice', state, ...more };
}

function expectSaid({ said }: Announcements, words: readonly string[]): Promise<void> {
  return expect.poll(said, patiently).toEqual(words);
}

test('messages that arrive together are announced one by one, in order, even if equal', async () => {
  const { say, announcements } = await openBob();
  const texts = ['one', 'two', 'ok', 'ok'];
  for (const text of texts) say(fromBob(text));
  await expect
    .poll(async () => (await announcements.said()).map((words) => words.trimEnd()), patiently)
    .toEqual(texts.map((text) => `bob: ${text}`));
});

test.each(['keydown', 'input'])(
  'while there is %s nothing is said, and many messages that waited are a number',
  async (name) => {
    const { page, say, announcements } = await openBob();
    const typing = await page.evaluate((type) => {
      const press = () =>
        document.activeElement?.dispatchEvent(new KeyboardEvent(type, { key: 'x', bubbles: true }));
      return Number(setInterval(press, 50));
    }, name);
    for (let nth = 1; nth <= 5; nth += 1) say(fromBob(`while typing ${nth}`));
    await page.getByRole('gridcell', { name: /while typing 5/ }).waitFor();
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
    expect(await announcements.said()).toEqual([]);
    await page.evaluate(clearInterval, typing);
    await expectSaid(announcements, ['5 new messages from bob']);
  },
);

test('closing a dialog repeats no announcement, and messages behind a dialog are announced at once', async () => {
  const { page, engine, say, announcements } = await openBob();
  say(fromBob('before'));
  engine.emit('notice', { code: 'message-missing', facts: { user: 'user000' }, text: '' });
  await write(page, '/names');
  await expect.poll(async () => (await announcements.said()).length, patiently).toBe(3);
  expect(await liveInPage(page)).toEqual([]);
  await announcements.forget();
  await page.keyboard.press('Control+/');
  await hasFocus(page.getByRole('heading', { name: 'Keyboard shortcuts' }));
  await expectSaid(announcements, ['Keyboard shortcuts']);
  say(fromBob('behind the dialog'));
  await expectSaid(announcements, ['Keyboard shortcuts', 'bob: behind the dialog']);
  expect(await page.locator('[data-live-announcer]').first().getAttribute('aria-hidden')).toBeNull();
  await page.keyboard.press('Escape');
  await hasFocus(page.getByLabel('Message bob'));
  say(fromBob('after'));
  await expectSaid(announcements, ['Keyboard shortcuts', 'bob: behind the dialog', 'bob: after']);
});

test('text typed right after switching goes into the new conversation, which is announced', async () => {
  const { page, engine, announcements } = await openBob();
  const carol = { id: withCarol, kind: 'direct', title: 'user001', unread: 60 } as const;
  const members = ['alice', 'user001'].map((user) => ({ user, role: 'member' }) as const);
  engine.emit('conversation', { conversation: { ...carol, members } });
  await page.getByRole('option', { name: /^carol.*60 unread/ }).waitFor();
  const area = page.locator('.composer textarea');
  await area.evaluate((element) => element.setAttribute('data-same', 'true'));
  await page.keyboard.type('for bob');
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await page.keyboard.type('for carol');
  expect(await page.getByLabel('Message carol').inputValue()).toBe('for carol');
  expect(await area.getAttribute('data-same')).toBe('true');
  await expectSaid(announcements, ['carol, 60 new messages']);
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Control+z');
  expect(await area.inputValue()).not.toContain('for bob');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByLabel('Message bob').waitFor();
  expect(await area.inputValue()).toBe('for bob');
  await page.getByRole('button', { name: 'Show details' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.type('!');
  expect((await area.inputValue()).endsWith('!')).toBe(true);
});

test('a failed message is announced with its reason', async () => {
  const { page, say, announcements } = await openBob();
  const sending = mine('sending');
  say(sending);
  const failed = { ...sending, state: 'failed', code: 'no-such-user' } as const;
  say(failed);
  const words = 'Not sent: nobody hears this\nNo one here has that name.';
  await expectSaid(announcements, [words]);
  const name = /^You, nobody hears this, .*, not sent, No one here has that name\.$/;
  await page.getByRole('gridcell', { name }).waitFor();
  say(failed);
  say({ ...sending, state: 'sending' });
  say(failed);
  await expect
    .poll(async () => (await announcements.said()).map((each) => each.trimEnd()), patiently)
    .toEqual([words, words]);
});

test('a lost and a restored connection are announced', async () => {
  let state = 'online';
  const status = () =>
    ok({ state, account: 'alice@home.example', server: 'http://home.example:5002', unread: 0 });
  const { engine, announcements } = await openBob({ status });
  state = 'offline';
  engine.emit('session', { state: 'offline' });
  await expectSaid(announcements, ['home.example Offline, reconnecting…']);
  state = 'online';
  engine.emit('session', { state: 'online' });
  const back = 'home.example Connected';
  await expectSaid(announcements, ['home.example Offline, reconnecting…', back]);
});

test('before the messenger each screen announces its title, and its first field takes what is typed', async () => {
  const recoveryKey = Array.from({ length: 24 }, (_, nth) => `word${nth}`).join(' ');
  const register = () => ok({ account: 'alice@home.example', recoveryKey });
  const { page } = await openMessenger({ register }, false);
  const field = page.getByLabel('Username');
  await hasFocus(field);
  const announcements = await listen(page);
  const focused = await watchFocus(page);
  await page.getByRole('button', { name: 'Create an account' }).press('Enter');
  await hasFocus(field);
  await expect.poll(async () => (await focused()).slice(-2)).toEqual(['h1 Create an account', 'input']);
  await expect.poll(announcements.said, patiently).toContain('Create an account\nhome.example');
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.keyboard.type('abc');
  expect(await field.inputValue()).toBe('abc');
  await page.getByRole('button', { name: 'Create an account' }).press('Enter');
  await page.keyboard.type('alice');
  expect(await field.inputValue()).toBe('abcalice');
  await fillAccount(page, 'alice');
  await page.keyboard.press('Enter');
  await hasFocus(page.getByRole('heading', { name: 'Your recovery key' }));
  await expect
    .poll(announcements.said, patiently)
    .toContainEqual(expect.stringContaining('You won’t see them again.'));
  await announcements.forget();
  await page.getByRole('button', { name: 'Copy' }).press('Enter');
  await expectSaid(announcements, ['Copied']);
  expect(await liveInPage(page)).toEqual([]);
});

test('the messenger starts with the focus on the first row', async () => {
  const { page } = await openMessenger();
  await hasFocus(page.getByRole('option').first());
});

test('each dialog focuses its first control and announces its results', async () => {
  const setStatus = () => ok({});
  const { page, announcements } = await openBob({ setStatus });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('carol');
  const field = page.getByRole('searchbox', { name: 'Jump to…' }).or(page.getByLabel('Jump to…'));
  expect(await page.locator('.jump input').inputValue()).toBe('carol');
  expect(await field.first().getAttribute('aria-label')).toBe('Jump to…');
  await expectSaid(announcements, ['1 result']);
  await page.keyboard.type('zzz');
  await expectSaid(announcements, ['1 result', 'No results']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await hasFocus(page.getByRole('tab', { name: 'Appearance' }));
  await page.keyboard.press('ArrowDown');
  await hasFocus(page.getByRole('tab', { name: 'Notifications' }));
  await expectSaid(announcements, ['1 result', 'No results', 'Settings']);
  await page.keyboard.press('Escape');
  await announcements.forget();
  await page.getByRole('button', { name: /Change status/ }).click();
  await page.getByRole('menu', { name: 'Change status and more', exact: true }).waitFor();
  await page.getByRole('menuitemradio', { name: 'Away' }).click();
  await expectSaid(announcements, ['Your status: Away']);
});

async function places(page: Page): Promise<readonly string[]> {
  return page
    .locator('.conversation-list')
    .getByRole('option')
    .evaluateAll((all) =>
      all.map((each) => `${each.getAttribute('aria-posinset')} of ${each.getAttribute('aria-setsize')}`),
    );
}

test('the accessibility tree has a grid of messages, headings for lists and days, and the position of each row', async () => {
  const messages = ['one', 'two'].map((text) => fromBob(text));
  const { page, say } = await openBob({ history: () => ok({ messages, more: false }) });
  expect(await places(page)).toEqual(['1 of 2', '2 of 2', '1 of 2', '2 of 2']);
  say(fromBob('three'));
  await page.getByRole('gridcell', { name: /^bob, three/ }).waitFor();
  for (const name of ['Conversations', 'Today']) {
    expect(await page.getByRole('heading', { level: 2, name }).count(), name).toBe(1);
  }
  const grid = page.getByRole('grid', { name: 'Messages with bob' });
  expect(await grid.getAttribute('aria-rowcount')).toBe('-1');
  await grid.getByRole('separator', { name: /[23] new messages/ }).waitFor();
  const rows = grid.getByRole('row');
  expect(await rows.evaluateAll((all) => all.map((each) => each.getAttribute('aria-rowindex')))).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
  ]);
  expect(await grid.getByRole('gridcell').count()).toBe(5);
  await grid.focus();
  await page.keyboard.press('ArrowUp');
  await hasFocus(page.getByRole('gridcell', { name: /^bob, three/ }));
  await page.keyboard.press('ArrowUp');
  await hasFocus(page.getByRole('gridcell', { name: /^bob, two/ }));
});

test('a command typed with another slash prompts for confirmation, and can be sent as text', async () => {
  const sent: string[] = [];
  const send = ({ text }: { readonly text: string }) => {
    sent.push(text);
    return ok({ id: 'm'.repeat(22) });
  };
  const { page } = await openBob({ send });
  const field = page.getByLabel('Message bob');
  for (const text of ['／help', '・status away', '／ｈｅｌｐ']) {
    await write(page, text);
    await page.getByText(/This looks like the command \/(help|status)/).waitFor();
    expect(await field.inputValue()).toBe(text);
  }
  expect(sent).toEqual([]);
  await page.getByRole('button', { name: 'Send as a message' }).click();
  await expect.poll(() => sent).toEqual(['／ｈｅｌｐ']);
  expect(await field.inputValue()).toBe('');
  await write(page, '・milk');
  await expect.poll(() => sent).toEqual(['／ｈｅｌｐ', '・milk']);
});

test('with forced colours, splitter and composer show their focus', async () => {
  const { page } = await openBob();
  await page.emulateMedia({ forcedColors: 'active' });
  const outline = (selector: string) =>
    page.locator(selector).evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline('.composer-box')).toBe('solid');
  expect(await outline('.sidebar-edge')).toBe('none');
  await page.keyboard.press('Shift+F6');
  await page.getByRole('separator', { name: 'Width of the sidebar' }).focus();
  expect(await outline('.sidebar-edge')).toBe('solid');
  expect(await outline('.composer-box')).toBe('none');
});

test('an edit by another is announced with its sender and as an edit, each time; one’s own is not', async () => {
  const { engine, announcements } = await openBob();
  const edited = (text: string, more: Partial<Message> = {}) => {
    const message = { ...fromBob(text), edited: new Date().toISOString(), ...more };
    engine.emit('message', { conversation: message.conversation, message, revised: true });
  };
  edited('nobody hears this', { conversation: withCarol });
  edited('nor this', { sender: 'alice', state: 'sent' });
  edited('see you at six');
  await expectSaid(announcements, ['bob: edited: see you at six']);
  edited('see you at seven');
  await expectSaid(announcements, ['bob: edited: see you at six', 'bob: edited: see you at seven']);
});

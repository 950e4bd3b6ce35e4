/// <reference lib="dom" />
// Another person's text where it leaves the window: in notifications, in the tray, in links that the system opens.
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop, windowDoes } from '../support/desktop-watch.ts';
import { hostileStrings } from '../support/hostile-strings.ts';
import { watchForCode } from '../support/only-text.ts';
import { befriend, openConversation, person, say, signUp } from './people.ts';

/** What Linux's desktops, which read a body as markup, show as this text. */
function asBody(text: string): string {
  if (process.platform !== 'linux') return text;
  return text.replace(/[&<>]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one] ?? one);
}

test('a hundred hostile strings stay text in messages, notifications and the tray', {
  timeout: 60_000,
}, async () => {
  const home = await startTestServer();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await signUp(page, home, 'alice');
  const watch = watchForCode(page);
  const name = '<img src=x onerror=hacked=1>';
  const mallory = await person(home, 'mallory', name);
  await page.getByRole('option', { name }).waitFor();
  await befriend(page, 'mallory');
  await windowDoes(electron, 'blur');
  const [first = ''] = hostileStrings;
  await say(mallory, 'alice', first);
  await expect.poll(desktop.badge, { timeout: 10_000 }).toBe(1);
  await expect.poll(desktop.notifications).toEqual([{ title: name, body: asBody(first) }]);
  await expect.poll(desktop.toolTip).toBe('Parley · Available · 1 unread message');

  await say(mallory, 'alice', ...hostileStrings, 'the end');
  await windowDoes(electron, 'focus');
  await openConversation(page, /the end/);
  await page.getByText('the end').last().waitFor();
  await page.getByRole('grid').hover();
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -1_500);
  await watch.expectOnlyText();
  expect(electron.windows().length).toBe(1);
});

test('a notification shows exactly its title and body', async () => {
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await page.getByLabel('Address or invite link').waitFor();
  await page.evaluate((texts) => {
    for (const text of texts) window.parley.notify({ conversation: text, title: text, body: text });
  }, hostileStrings);
  await expect.poll(async () => (await desktop.notifications()).length).toBe(hostileStrings.length);
  const said = hostileStrings.map((text) => ({ title: text, body: asBody(text) }));
  expect(await desktop.notifications()).toEqual(said);
});

declare global {
  var questions: string[];
}

/** Says yes to everything, and keeps what was asked. */
async function agreeToLinks(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ dialog }) => {
    globalThis.questions = [];
    dialog.showMessageBox = async (...args: readonly unknown[]) => {
      const { message, buttons = [] } = args.at(-1) as Electron.MessageBoxOptions; // Always the last of its arguments.
      globalThis.questions.push(message);
      return { response: buttons.indexOf('Show it'), checkboxChecked: false };
    };
  });
}

test('a link opened by the system connects nowhere without confirmation', async () => {
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  const field = page.getByLabel('Address or invite link');
  await field.waitFor();
  const watch = watchForCode(page);
  const before = page.url();
  await agreeToLinks(electron);
  const links = hostileStrings.flatMap((text) => [
    text,
    `parley://${text}`,
    `parley://home.example/${text}`,
    `parley://home.example/?invite=${text}`,
  ]);
  const last = 'parley://last.example:5002/?invite=abc';
  await electron.evaluate(
    ({ app }, all) => {
      for (const link of all) app.emit('second-instance', {}, ['parley', '--flag', link], '/', undefined);
    },
    [...links, last],
  );
  await expect.poll(() => field.inputValue()).toBe(last);
  const questions = await electron.evaluate(() => globalThis.questions);
  // Hostile text in a host or a path makes no link: what asks are the invites that have a link's form, and the last.
  expect(questions).toHaveLength(33);
  const others = questions.filter((question) => !/^Open an invitation to [a-z0-9.:_-]+\?$/.test(question));
  expect(others).toEqual([]);
  await watch.expectOnlyText();
  expect(page.url()).toBe(before);
  expect(await page.evaluate(() => window.parley.servers())).toEqual([]);
  expect(await desktop.openedOutside()).toEqual([]);
});

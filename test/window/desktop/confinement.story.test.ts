/// <reference lib="dom" />
// What a page that has gone over to the enemy can do: nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { watchDesktop } from '../support/desktop-watch.ts';
import { hostileStrings } from '../support/hostile-strings.ts';
import { openConversation, person, say, signUp } from './people.ts';

/** Counts who comes. */
async function startTrap(): Promise<{ readonly url: string; visits(): readonly string[] }> {
  const visits: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    visits.push(url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return { url: `http://127.0.0.1:${port}`, visits: () => visits };
}

test('from inside the page there is no way out', async () => {
  const trap = await startTrap();
  const { page, electron } = await startApp();
  const desktop = await watchDesktop(electron);
  await page.getByLabel('Address or invite link').waitFor();
  const before = page.url();
  const answers = await page.evaluate(async (url) => {
    const attempt = async (what: () => unknown) => {
      try {
        return String(await what());
      } catch (error) {
        return `refused: ${(error as Error).name}`;
      }
    };
    const image = new Image();
    image.src = `${url}/image`;
    const frame = document.createElement('iframe');
    frame.src = `${url}/frame`;
    document.body.append(image, frame);
    const script = document.createElement('script');
    script.textContent = 'globalThis.hacked = 1';
    document.body.append(script);
    return {
      fetch: await attempt(() => fetch(`${url}/fetch`)),
      // In a task of its own: DevTools, through which this runs, may evaluate what the page may not.
      evaluated: await new Promise((resolve) =>
        setTimeout(() => resolve(attempt(() => new Function('return 1')()))),
      ),
      notifications: await attempt(() => Notification.requestPermission()),
      window: String(window.open(`${url}/window`)),
      hacked: 'hacked' in globalThis,
      node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')],
      exposed: Object.keys(window.parley).sort(),
    };
  }, trap.url);
  expect(answers).toMatchObject({
    fetch: 'refused: TypeError',
    evaluated: 'refused: EvalError',
    notifications: 'denied',
    window: 'null',
    hacked: false,
    node: ['undefined', 'undefined'],
  });
  expect(answers.exposed).toContain('connect');
  await page.evaluate((url) => {
    window.location.href = `${url}/navigation`;
  }, trap.url);
  for (const link of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'app://parley/',
    'ms-msdt:/id',
    'smb://x/y',
  ]) {
    await page.evaluate((url) => window.parley.openExternal(url), link);
  }
  await page.evaluate(() => window.parley.openExternal('https://parley.example/'));
  await expect.poll(desktop.openedOutside).toContain('https://parley.example/');
  expect(await desktop.openedOutside()).toEqual([`${trap.url}/window`, 'https://parley.example/']);
  expect(page.url()).toBe(before);
  expect(trap.visits()).toEqual([]);
  expect(electron.windows().length).toBe(1);
});

test('calls that do not fit their schema are refused', async () => {
  const { page } = await startApp();
  await page.getByLabel('Address or invite link').waitFor();
  const refused = await page.evaluate(async () => {
    const shell = window.parley as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const attempts = [[7], [], ['x'.repeat(3_000)], ['http://127.0.0.1:1', 7], [{ toString: 'x' }]];
    return Promise.all(
      attempts.map((args) =>
        (shell.connect?.(...args) ?? Promise.resolve()).then(
          () => 'answered',
          (error: unknown) => String(error).includes('shell:connect'),
        ),
      ),
    );
  });
  expect(refused.filter((answer) => answer === 'answered')).toEqual([]);
});

test('a hundred hostile strings stay text, in messages and in notifications', async () => {
  const home = await startHome();
  const { page, electron } = await startApp();
  await signUp(page, home, 'alice');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const mallory = await person(home, 'mallory', '<img src=x onerror=hacked=1>');
  await say(mallory, 'alice', ...hostileStrings, 'the end');
  await openConversation(page, /the end/);
  await page.getByText('the end').last().waitFor();
  await page.getByRole('feed').hover();
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -1_500);
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  // The app's own origin, and how the double's Chromium calls it.
  const own = /^(app:\/\/parley|https:\/\/parley\.app\.internal)\//;
  expect(requests.filter((url) => !own.test(url))).toEqual([]);
  expect(electron.windows().length).toBe(1);
});

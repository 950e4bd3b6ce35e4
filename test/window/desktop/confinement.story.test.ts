/// <reference lib="dom" />
// What a page that has gone over to the enemy can do: nothing.
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { type DesktopApp, startApp } from '../support/desktop-app.ts';
import { watchDesktop } from '../support/desktop-watch.ts';
import { escapes } from '../support/escapes.ts';
import { startTrap } from '../support/trap.ts';

async function startConfined(): Promise<DesktopApp> {
  const app = await startApp();
  await app.page.getByLabel('Address or invite link').waitFor();
  return app;
}

/** What each of the attempts, which run in the page, ends with: its value, or the name of its error. */
async function outcomes(
  page: Page,
  attempts: Readonly<Record<string, () => unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const ended = Object.entries(attempts).map(async ([name, attempt]) => {
    const outcome = page.evaluate(attempt).catch((error: unknown) => nameOfError(String(error)));
    return [name, await outcome] as const;
  });
  return Object.fromEntries(await Promise.all(ended));
}

/** Playwright's error begins with that of the page: `page.evaluate: SecurityError: …`. */
function nameOfError(text: string): string | undefined {
  return /page\.evaluate: (?:Uncaught )?(?:\(in promise\) )?(\w+)/.exec(text)?.[1];
}

test('the page cannot navigate or open windows', async () => {
  const { visits, ...to } = await startTrap();
  const { page, electron } = await startConfined();
  const desktop = await watchDesktop(electron);
  const before = page.url();
  for (const { name, attempt } of escapes) {
    await attempt(page, to);
    expect({ name, visits: visits(), url: page.url().replace(/#$/, '') }).toEqual({
      name,
      visits: [],
      url: before,
    });
  }
  // Connections that were on the way have arrived before this one.
  await fetch(to.url);
  expect(visits()).toEqual(['a connection']);
  expect(electron.windows().length).toBe(1);
  // A window was wanted for these, which went to the browser that the system has for them.
  expect(new Set(await desktop.openedOutside())).toEqual(new Set([`${to.url}/`]));
  const policy = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy(),
  );
  expect(policy).toBe('disable_non_proxied_udp');
});

test('the page can’t navigate to a foreign address, and only web and mail addresses open outside', async () => {
  const { page, electron } = await startConfined();
  const desktop = await watchDesktop(electron);
  const before = page.url();
  const addresses = [
    './nothing.html',
    '/assets/',
    '?changed',
    'file:///etc/passwd',
    'data:text/html,<h1>not Parley',
    'chrome://settings/',
    'ms-msdt:/id',
    'smb://x/y',
    'mailto:a@b.example',
  ];
  for (const address of addresses) {
    await page.evaluate((url) => void Object.assign(location, { href: url }), address).catch(() => undefined);
    expect(page.url()).toBe(before);
    await page.evaluate((url) => window.parley.openExternal(url), address);
  }
  await page.evaluate(() => window.parley.openExternal('https://parley.example/'));
  await expect.poll(desktop.openedOutside).toContain('https://parley.example/');
  expect(await desktop.openedOutside()).toEqual(['mailto:a@b.example', 'https://parley.example/']);
  await page.getByLabel('Address or invite link').waitFor();
});

test('the page’s own origin has no dangerous capabilities', async () => {
  const { page } = await startConfined();
  const answers = await outcomes(page, {
    'another history': () => history.pushState({}, '', 'https://parley.example/'),
    'another domain': () => void Object.assign(document, { domain: 'internal' }),
    'a service worker': () => navigator.serviceWorker.register(document.scripts[0]?.src ?? ''),
    'a worker': () => void new Worker(document.scripts[0]?.src ?? ''),
    // In a task of its own: DevTools, through which this runs, may evaluate what the page may not.
    'made-up code': () =>
      new Promise((_, refuse) =>
        setTimeout(() => {
          try {
            new Function('return 1')();
          } catch (error) {
            refuse(error);
          }
        }),
      ),
    'machine code': () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    'a policy that trusts': () =>
      void Reflect.get(window, 'trustedTypes').createPolicy('mine', { createHTML: String }),
    'Node’s require': () => typeof Reflect.get(window, 'require'),
    'Node’s process': () => typeof Reflect.get(window, 'process'),
  });
  expect(answers).toEqual({
    'another history': 'SecurityError',
    'another domain': 'SecurityError',
    'a service worker': 'TypeError',
    'a worker': 'TypeError',
    'made-up code': 'EvalError',
    'machine code': 'CompileError',
    'a policy that trusts': 'TypeError',
    'Node’s require': 'undefined',
    'Node’s process': 'undefined',
  });
});

/** What a page without permissions gets; an empty list is of devices and fonts. */
const refusals: ReadonlySet<string> = new Set([
  'denied',
  'NotAllowedError',
  'NotFoundError',
  'NotSupportedError',
  '',
]);

test('no permission is granted', async () => {
  const { page } = await startConfined();
  const answers = await outcomes(page, {
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
    microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
    screen: () => navigator.mediaDevices.getDisplayMedia(),
    place: () =>
      new Promise((_, refuse) => {
        const denied = () => refuse(new DOMException('', 'NotAllowedError'));
        navigator.geolocation.getCurrentPosition(() => undefined, denied);
      }),
    clipboard: () => navigator.clipboard.readText(),
    notifications: () => Notification.requestPermission(),
    midi: () => navigator.requestMIDIAccess(),
    usb: () => Reflect.get(navigator, 'usb').requestDevice({ filters: [] }),
    serial: () => Reflect.get(navigator, 'serial').requestPort(),
    hid: () => Reflect.get(navigator, 'hid').requestDevice({ filters: [] }),
    fonts: () => Reflect.get(window, 'queryLocalFonts')(),
    screens: () => Reflect.get(window, 'getScreenDetails')(),
  });
  expect(Object.entries(answers).filter(([, answer]) => !refusals.has(String(answer)))).toEqual([]);
  const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi'];
  const states = await page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
      ),
    names,
  );
  expect(states).toEqual(names.map(() => 'denied'));
});

test('calls with invalid arguments are refused', async () => {
  const { page } = await startConfined();
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

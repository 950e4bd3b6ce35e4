import { afterEach, expect, test } from 'vitest';
import { closeWindows, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

/** Runs in the page: what the browser answers, or the name of its error. */
const useClipboard = `navigator.clipboard.writeText('copied').then(() => navigator.clipboard.readText()).catch((error) => error.name)`;

test('the app decides what a page may use, and Chromium follows', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ session }) => {
    received.length = 0;
    session.defaultSession.setPermissionRequestHandler((contents, permission, callback) => {
      received.push([contents.getURL().endsWith('page.html'), permission]);
      callback(permission.startsWith('clipboard'));
    });
  });
  expect(await page.evaluate(useClipboard)).toBe('copied');
  expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
  const camera = `navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => error.name)`;
  expect(await page.evaluate(camera)).toBe('NotAllowedError');
  expect(await fixture.application.evaluate(() => received)).toEqual([
    [true, 'clipboard-sanitized-write'],
    [true, 'clipboard-read'],
    [true, 'notifications'],
    [true, 'media'],
  ]);
});

test('a look at a permission asks the check handler', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ session }) => {
    session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'geolocation');
  });
  const state = (name: string) =>
    page.evaluate(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`);
  expect([await state('geolocation'), await state('notifications')]).toEqual(['granted', 'denied']);
});

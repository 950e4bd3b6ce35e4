import { afterEach, expect, test } from 'vitest';
import { closeWindows, eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

test('results, callbacks, promises and errors cross the bridge', async () => {
  const page = await openWindow(fixture);
  const crossed = await page.evaluate(async () => {
    const { value, date } = await preloadApi.later(new Map([['key', [1n]]]));
    const thrown = (() => {
      try {
        return preloadApi.fail();
      } catch (error) {
        return error instanceof Error && `${error.name}: ${error.message}`;
      }
    })();
    return {
      sum: preloadApi.add(1, 2),
      called: await new Promise((resolve) => preloadApi.callBack((...args) => resolve(args))),
      later: [value instanceof Map, date.getTime()],
      thrown,
      refused: await preloadApi.refuse().catch((error: Error) => error.message),
    };
  });
  expect(crossed).toEqual({
    sum: 3,
    called: ['called', new Uint8Array([7])],
    later: [true, 1],
    thrown: 'RangeError: failed',
    refused: 'refused',
  });
});

test('what is exposed can neither be changed nor replaced, and nothing else leaks', async () => {
  const page = await openWindow(fixture);
  const seen = await page.evaluate(() => ({
    frozen: Object.isFrozen(preloadApi.nested.deep),
    writable: Object.getOwnPropertyDescriptor(globalThis, 'preloadApi')?.writable,
    leaked: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    odd: Object.getOwnPropertyNames(globalThis).filter((name) => /^[bdhmp][0-9a-f]{16}$/.test(name)),
  }));
  expect(seen).toEqual({ frozen: true, writable: false, leaked: [], odd: [] });
});

test('a sandboxed preload has Electron, its arguments and nothing of Node', async () => {
  const page = await openWindow(fixture);
  const { nodeFs, argv } = await page.evaluate(() => ({ nodeFs: preloadApi.nodeFs, argv: preloadApi.argv }));
  expect(nodeFs).toContain('module not found: fs');
  expect(argv).toContain('--extra=1');
});

test('frames inside the page get no bridge', async () => {
  const page = await openWindow(fixture);
  const frame = await page.waitForSelector('iframe').then((element) => element.contentFrame());
  expect(await frame?.evaluate(() => typeof globalThis.preloadApi)).toBe('undefined');
});

test('a reload runs the preload again', async () => {
  const page = await openWindow(fixture);
  await page.evaluate(() => Object.assign(globalThis, { before: true }));
  await page.reload();
  await eventually(async () => expect(await page.evaluate(() => preloadApi.add(2, 2))).toBe(4));
  expect(await page.evaluate(() => 'before' in globalThis)).toBe(false);
});

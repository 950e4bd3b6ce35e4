import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { silentLogger } from '../test/support/silent-logger.ts';
import { quitInOrder } from './quit.ts';

/** An app that emits `before-quit` on each quit, as Electron's does. */
function askingApp() {
  const events = new EventEmitter();
  let hasEnded = false;
  const quit = () => {
    let isPrevented = false;
    events.emit('before-quit');
    events.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    hasEnded ||= !isPrevented;
  };
  const app = { on: events.on.bind(events), quit } as unknown as Pick<App, 'on' | 'quit'>; // As far as it goes.
  return { app, hasEnded: () => hasEnded };
}

test('the app ends after everything is closed, one after the other', async () => {
  const { app, hasEnded } = askingApp();
  const closed: string[] = [];
  const close = (name: string) => async () => void closed.push(name);
  const isQuitting = quitInOrder(app, [close('engine'), close('server')], silentLogger);
  expect(isQuitting()).toBe(false);
  app.quit();
  expect(isQuitting()).toBe(true);
  await expect.poll(hasEnded).toBe(true);
  expect(closed).toEqual(['engine', 'server']);
});

test('what can’t be closed holds nothing up', async () => {
  const { app, hasEnded } = askingApp();
  quitInOrder(app, [() => Promise.reject(new Error('stuck'))], silentLogger);
  app.quit();
  await expect.poll(hasEnded).toBe(true);
});

test('quitting again does not cut the first short', async () => {
  const { app, hasEnded } = askingApp();
  const { promise, resolve } = Promise.withResolvers<void>();
  let closings = 0;
  quitInOrder(
    app,
    [
      () => {
        closings += 1;
        return closings === 1 ? promise : Promise.resolve();
      },
    ],
    silentLogger,
  );
  app.quit();
  app.quit();
  await new Promise(setImmediate);
  expect(hasEnded()).toBe(false);
  resolve();
  await expect.poll(hasEnded).toBe(true);
  expect(closings).toBe(1);
});

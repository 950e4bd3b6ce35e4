import { afterEach, expect, test } from 'vitest';
import { closeWindows, eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

test('an invoked handler knows its sender, and its answer comes back', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ ipcMain, BrowserWindow }) => {
    ipcMain.handle('who', (event, value: Date) => ({
      isWindow: event.sender === BrowserWindow.getAllWindows()[0]?.webContents,
      isMainFrame: event.senderFrame === event.sender.mainFrame,
      frameUrl: event.senderFrame?.url,
      later: new Date(value.getTime() + 1),
    }));
  });
  const answer = await page.evaluate(() => preloadApi.invoke('who', new Date(5)));
  expect(answer).toEqual({
    isWindow: true,
    isMainFrame: true,
    frameUrl: expect.stringMatching(/^file:.*page\.html$/),
    later: new Date(6),
  });
});

test('a handler that throws rejects with its text only; a channel without one says so', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ ipcMain }) => {
    ipcMain.handle('fail', () => {
      throw new TypeError('nope');
    });
  });
  const messages = await page.evaluate(() =>
    Promise.all(
      ['fail', 'missing'].map((channel) => preloadApi.invoke(channel).catch((error: Error) => error.message)),
    ),
  );
  expect(messages).toEqual([
    "Error invoking remote method 'fail': TypeError: nope",
    "Error invoking remote method 'missing': Error: No handler registered for 'missing'",
  ]);
});

test('a channel takes one handler', async () => {
  const problem = await fixture.application.evaluate(({ ipcMain }) => {
    ipcMain.handle('once', () => 1);
    try {
      ipcMain.handle('once', () => 2);
      return '';
    } catch (error) {
      return String(error);
    }
  });
  expect(problem).toContain("Attempted to register a second handler for 'once'");
});

test('main talks to the page and the page answers, in order', async () => {
  await openWindow(fixture);
  const answers = await fixture.application.evaluate(async ({ ipcMain, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const received: unknown[] = [];
    const all = new Promise<void>((resolve) => {
      ipcMain.on('answer', (_event, number) => {
        received.push(number);
        if (received.length === 100) resolve();
      });
    });
    for (let number = 0; number < 100; number += 1) contents?.send('ask', number, new Uint8Array(100));
    await all;
    return received;
  });
  expect(answers).toEqual(Array.from({ length: 100 }, (_, number) => number));
});

test('a port links main and page, and carries further ports', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow, MessageChannelMain }) => {
    const { port1, port2 } = new MessageChannelMain();
    const nested = new MessageChannelMain();
    for (const port of [port1, nested.port1]) {
      port.on('message', ({ data }) => received.push(data));
      port.on('close', () => received.push('closed'));
      port.start();
    }
    port1.postMessage({ early: new Date(3) }, [nested.port2]);
    BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
  });
  await eventually(async () =>
    expect(await page.evaluate(() => preloadApi.received())).toEqual([{ early: new Date(3) }]),
  );
  const main = () => fixture.application.evaluate(() => received);
  await eventually(async () => expect(await main()).toEqual(['carried']));
  await page.evaluate(() => preloadApi.post(2n ** 70n));
  await eventually(async () => expect(await main()).toEqual(['carried', 2n ** 70n]));
  await page.reload();
  await eventually(async () => expect(await main()).toContain('closed'));
});

test('a page can make the channel, and close it', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ ipcMain }) => {
    received.length = 0;
    ipcMain.once('take-port', ({ ports: [port] }, message) => {
      port?.on('message', ({ data }) => port.postMessage({ message, data }));
      port?.on('close', () => received.push('closed'));
      port?.start();
    });
  });
  await page.evaluate(() => {
    preloadApi.sendPort();
    preloadApi.post(new Date(7));
  });
  const reply = { message: 'from the page', data: new Date(7) };
  await eventually(async () => expect(await page.evaluate(() => preloadApi.received())).toEqual([reply]));
  await page.evaluate(() => preloadApi.closePort());
  await eventually(async () =>
    expect(await fixture.application.evaluate(() => received)).toEqual(['closed']),
  );
});

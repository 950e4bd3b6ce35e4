import { afterEach, expect, test } from 'vitest';
import { closeWindows, eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();
afterEach(() => closeWindows(fixture));

test('a utility process answers its parent, and ends with its own code', async () => {
  const story = await fixture.application.evaluate(async ({ app, utilityProcess }) => {
    const child = utilityProcess.fork(fixtureFile('utility.mjs'), ['--one'], { serviceName: 'fixture' });
    const answer = await new Promise((resolve) => {
      child.once('message', resolve);
      child.postMessage(new Date(4));
    });
    const gone = new Promise((resolve) => {
      app.once('child-process-gone', (_event, { type, name, exitCode }) => resolve({ type, name, exitCode }));
    });
    const code = new Promise((resolve) => child.once('exit', resolve));
    child.postMessage({ exit: 7 });
    return { answer, code: await code, gone: await gone, pid: child.pid };
  });
  expect(story).toEqual({
    answer: {
      echo: new Date(4),
      argv: ['--one'],
      type: 'utility',
      hashes: [64, expect.stringMatching(/sha3-256|not supported/)],
    },
    code: 7,
    gone: { type: 'Utility', name: 'fixture', exitCode: 7 },
    pid: undefined,
  });
});

test('a port joins a page and a utility process, and closes when the process dies', async () => {
  const page = await openWindow(fixture);
  await fixture.application.evaluate(({ BrowserWindow, MessageChannelMain, utilityProcess }) => {
    const child = utilityProcess.fork(fixtureFile('utility.mjs'));
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage('serve', [port1]);
    BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
    Object.assign(globalThis, { child });
  });
  await eventually(async () => expect(await page.evaluate(() => preloadApi.hasPort())).toBe(true));
  await page.evaluate(() => preloadApi.post({ text: 'hello', bytes: new Uint8Array([1, 2]) }));
  const received = () => page.evaluate(() => preloadApi.received());
  await eventually(async () =>
    expect(await received()).toEqual([{ echo: { text: 'hello', bytes: new Uint8Array([1, 2]) } }]),
  );
  await fixture.application.evaluate(() => Reflect.get(globalThis, 'child').kill());
  await eventually(async () => expect((await received()).at(-1)).toBe('closed'));
});

test('a port that was lent to a utility process comes back whole', async () => {
  const heardAll = await fixture.application.evaluate(async ({ MessageChannelMain, utilityProcess }) => {
    const child = utilityProcess.fork(fixtureFile('utility.mjs'));
    const carrier = new MessageChannelMain();
    const lent = new MessageChannelMain();
    child.postMessage('serve', [carrier.port2]);
    lent.port1.postMessage('while away');
    carrier.port1.postMessage('take it', [lent.port2]);
    carrier.port1.start();
    const [returned] = await new Promise<Electron.MessagePortMain[]>((resolve) => {
      carrier.port1.once('message', ({ ports }) => resolve(ports));
    });
    lent.port1.postMessage('at home');
    const messages: unknown[] = [];
    await new Promise<void>((resolve) => {
      returned?.on('message', ({ data }) => {
        messages.push(data);
        if (messages.length === 2) resolve();
      });
      returned?.start();
    });
    child.kill();
    return messages;
  });
  expect(heardAll).toEqual(['while away', 'at home']);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { closeElectron, electronCommand, launchElectron } from '../electron-double.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { eventually, openWindow, useFixture } from './fixture-app.ts';

const fixture = useFixture();

test('the app knows its name, its version and its folders', async () => {
  const known = await fixture.application.evaluate(({ app }) => ({
    name: app.getName(),
    version: app.getVersion(),
    isPackaged: app.isPackaged,
    userData: app.getPath('userData'),
    appPath: app.getAppPath(),
  }));
  const { app: appPath, userData } = fixture.options;
  expect(known).toEqual({ name: 'Fixture', version: '2.0.0', isPackaged: false, userData, appPath });
});

test('a second instance hands its command line over and ends', async () => {
  const { executablePath, args, env } = electronCommand({ ...fixture.options, args: ['parley:add/alice'] });
  const second = spawn(executablePath, args, { env, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await eventually(async () =>
    expect(await fixture.application.evaluate(() => received)).toEqual([
      { argv: 'parley:add/alice', folder: process.cwd() },
    ]),
  );
});

test('quitting asks in order, and can be called off', async () => {
  await openWindow(fixture);
  const emitted = await fixture.application.evaluate(async ({ app, BrowserWindow }) => {
    const emitted: string[] = [];
    app.on('before-quit', () => emitted.push('before-quit'));
    app.on('will-quit', (event) => {
      emitted.push('will-quit');
      event.preventDefault();
    });
    const window = BrowserWindow.getAllWindows()[0];
    window?.once('close', (event) => {
      emitted.push('close, prevented');
      event.preventDefault();
    });
    app.quit();
    window?.on('closed', () => emitted.push('closed'));
    const stopped = new Promise((resolve) => app.once('will-quit', resolve));
    app.quit();
    await stopped;
    app.removeAllListeners('will-quit');
    return emitted;
  });
  expect(emitted).toEqual(['before-quit', 'close, prevented', 'before-quit', 'closed', 'will-quit']);
});

test('what a page stores outlives a restart', async () => {
  const userData = await temporaryFolder();
  const options = { ...fixture.options, userData };
  const first = await launchElectron(options);
  const page = await openWindow({ application: first, options });
  await page.evaluate(() => Reflect.get(globalThis, 'localStorage').setItem('key', 'kept'));
  await closeElectron(first);
  const second = await launchElectron(options);
  const later = await openWindow({ application: second, options });
  expect(await later.evaluate(() => Reflect.get(globalThis, 'localStorage').getItem('key'))).toBe('kept');
  await closeElectron(second);
});

test('exit ends at once, with its code and without asking', async () => {
  const options = { ...fixture.options, userData: await temporaryFolder() };
  const application = await launchElectron(options);
  await openWindow({ application, options });
  const emitted: string[] = [];
  application.process().stdout?.on('data', (text) => emitted.push(String(text).trim()));
  const ended = once(application.process(), 'exit');
  await application.evaluate(({ app }) => {
    for (const name of ['before-quit', 'will-quit', 'quit'] as const) {
      app.on(name as 'quit', () => process.stdout.write(`${name}\n`));
    }
    setImmediate(() => app.exit(3));
  });
  expect(await ended).toEqual([3, null]);
  expect(emitted).toEqual(['quit']);
});

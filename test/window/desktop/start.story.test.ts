import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { expect, onTestFinished, test } from 'vitest';
import { canStop } from '../../support/rpc-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestServer } from '../../support/test-server.ts';
import { startApp } from '../support/desktop-app.ts';
import { holdDialogs } from '../support/desktop-watch.ts';
import { connect, fillAccount, openConversation, write } from './people.ts';

const root = join(import.meta.dirname, '../../..');

interface Started {
  readonly child: ChildProcess;
  /** What it has said once a line fits, on either stream. */
  until(fits: RegExp): Promise<string>;
}

/** `npm start` on the built app, from a terminal: in a group of processes of its own. */
async function npmStart(environment: NodeJS.ProcessEnv): Promise<Started> {
  const args = [join(root, 'main/build/start.ts'), '--port', '0', '--data', await temporaryFolder()];
  const env = { ...process.env, XDG_CONFIG_HOME: await temporaryFolder(), ...environment };
  const child = spawn(process.execPath, args, { cwd: root, env, detached: true });
  onTestFinished(() => pressControlC(child));
  let said = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said += `${line}\n`;
      for (const look of waiting) look();
    });
  }
  const until = (fits: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => fits.test(said) && resolve(said);
      waiting.add(look);
      look();
      child.once('close', () => reject(new Error(`npm start ended: ${said}`)));
    });
  return { child, until };
}

/** Resolves when everything has ended. */
async function pressControlC(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  // A terminal signals the whole process group.
  process.kill(-child.pid, 'SIGINT');
  await closed;
}

const listening = /^Listening on (\S+)/m;

function addressIn(said: string): string {
  const [, url = ''] = listening.exec(said) ?? [];
  return url;
}

// What can't be stopped would leave its server running.
test.skipIf(!canStop)('npm start without Electron prints one sentence and runs the server', async () => {
  const { until } = await npmStart({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' });
  const url = addressIn(await until(/The server is running\.$/m));
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test('an app started with --server opens that server', async () => {
  const { url } = await startTestServer();
  const { page } = await startApp({ args: [`--server=${url}`] });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('an address that answered is kept until removed, one that never answered is not', async () => {
  const { url } = await startTestServer();
  const { page, electron, options } = await startApp();
  const profiles = () => readdir(join(options.userData, 'profiles')).catch(() => []);
  await connect(page, '127.0.0.1:9');
  await page.getByText('Can’t reach the server.').waitFor();
  expect(await profiles()).toEqual([]);
  await connect(page, url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Another server' }).click();
  expect(await profiles()).toHaveLength(1);
  const remove = page.getByRole('button', { name: /^Remove / });
  expect(await remove.count()).toBe(1);
  const dialogs = await holdDialogs(electron);
  await remove.click();
  expect(await dialogs.text()).toMatch(`Remove ${new URL(url).host} from this computer?`);
  await dialogs.press('Cancel');
  await remove.click();
  await dialogs.text();
  await dialogs.press('Remove');
  await remove.waitFor({ state: 'detached' });
  expect(await profiles()).toEqual([]);
});

interface Opened extends Started {
  readonly url: string;
  readonly page: Page;
}

/** Up to the first message: what `npm start` promises. */
async function npmStartAndWrite(): Promise<Opened> {
  const double = join(root, 'tools/electron-double');
  const started = await npmStart({ ELECTRON_OVERRIDE_DIST_PATH: double });
  const debugger_ = /^DevTools listening on (\S+)/m;
  const said = await started.until(debugger_);
  const [, endpoint = ''] = debugger_.exec(said) ?? [];
  const browser = await chromium.connectOverCDP(endpoint);
  onTestFinished(() => browser.close());
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (!page) throw new Error('the app has no window');
  const url = addressIn(said);
  await page.getByRole('heading', { name: 'Create an account' }).waitFor();
  expect(await page.getByRole('button', { name: 'Start a server' }).count()).toBe(0);
  await fillAccount(page, 'alice');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'I’ve saved my recovery key' }).click();
  await openConversation(page, /^Lobby/);
  await write(page, 'it works');
  await page.getByRole('gridcell', { name: /^You, it works, .*, sent$/ }).waitFor();
  return { ...started, url, page };
}

test('npm start opens the app on its server, and Ctrl+C ends both', async () => {
  const { child, url } = await npmStartAndWrite();
  await pressControlC(child);
  expect(child.exitCode).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('quitting the app ends the server, too', async () => {
  const { child, url, page } = await npmStartAndWrite();
  const closed = once(child, 'close');
  // The page is gone before the key that ends it has been answered.
  await Promise.allSettled([write(page, '/quit')]);
  expect(await closed).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow();
});

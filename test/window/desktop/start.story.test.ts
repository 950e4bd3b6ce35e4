import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startHome } from '../../support/home.ts';
import { canStop } from '../../support/rpc-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startApp } from '../support/desktop-app.ts';

const root = join(import.meta.dirname, '../../..');

/** `npm start` on the built app; resolves with what it has said once a line fits. */
async function npmStart(environment: NodeJS.ProcessEnv, fits: RegExp): Promise<string> {
  const args = [join(root, 'main/build/start.ts'), '--port', '0', '--data', await temporaryFolder()];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  });
  child.stderr.resume();
  let said = '';
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    if (fits.test(line)) return said;
  }
  throw new Error(`npm start ended: ${said}`);
}

// What can't be stopped would leave its server running.
test.skipIf(!canStop)('where Electron can’t be had, one sentence says so and the server runs', async () => {
  const said = await npmStart({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }, /The server runs\.$/);
  const [, url = ''] = /^Listening on (\S+)/m.exec(said) ?? [];
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test('the app offers the server that it was started beside', async () => {
  const { url } = await startHome();
  const { page } = await startApp({ args: [`--server=${url}`] });
  await page.getByRole('button', { name: new RegExp(new URL(url).host) }).click();
  await page.getByLabel('User name').waitFor();
});

// A server whose backup is restored after alice has gone on.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { EngineApi } from '../../../engine/api/api.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { unwrap } from '../../support/unwrap.ts';
import { fillAccount, openConversation, password, person, personInWindow, write } from './people.ts';

/** Stops the server for a backup and starts it again. What this returns does the same and goes on from the backup. */
async function backUp(server: TestServer): Promise<() => Promise<TestServer>> {
  const again = (dataFolder: string) =>
    startTestServer({ dataFolder, args: ['--port', new URL(server.url).port] });
  await server.stop();
  const backup = join(await temporaryFolder(), 'backup');
  await cp(server.dataFolder, backup, { recursive: true });
  const second = await again(server.dataFolder);
  return async () => {
    await second.stop();
    return again(backup);
  };
}

/** Alice in a window, who has said something to bob before the backup and something since. */
export async function talkedSinceTheBackup() {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const { page } = await personInWindow(home, 'alice');
  const bob = await person(home, 'bob', 'Bob');
  await openConversation(page, /^Bob/);
  const say = async (text: string) => {
    await write(page, text);
    await page.getByRole('gridcell', { name: new RegExp(`^You, ${text}, .*, delivered$`) }).waitFor();
  };
  await say('Said before');
  const restore = await backUp(home);
  await page.getByText('Connected').waitFor();
  await say('Said since');
  return { page, bob, home: await restore() };
}

/**
 * Continues with the restored history, once the engine has noticed that it differs: what is accepted before is nothing,
 * and each computer comes back in its own time.
 */
export async function continuesHere(engine: EngineApi): Promise<void> {
  await vi.waitFor(async () => {
    const conversations = unwrap(await engine.call('conversations', undefined));
    if (!conversations.some(({ stopped }) => stopped)) throw new Error('nothing has stopped yet');
  }, 12_000);
  unwrap(await engine.call('acceptHistory', undefined));
}

/** Alice in a window, who has changed her password since the backup, signed out, and signs in with the one before. */
export async function signsInToAnOlderAccount() {
  const home = await startTestServer({ accounts: ['alice'] });
  const { page, engine } = await personInWindow(home, 'alice');
  const restore = await backUp(home);
  await page.getByText('Connected').waitFor();
  const change = { oldPassword: password, newPassword: 'another long password' };
  // “Connected” may be from before the server was stopped.
  await vi.waitFor(async () => unwrap(await engine().call('changePassword', change)), 12_000);
  unwrap(await engine().call('signOut', undefined));
  await page.getByLabel('Username').waitFor();
  await restore();
  await fillAccount(page, 'alice');
  // The connection may not be back yet; then the window says so, and the user tries again.
  await vi.waitFor(async () => {
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(/^The server has an older version of this account/).waitFor({ timeout: 3_000 });
  }, 12_000);
  return { page };
}

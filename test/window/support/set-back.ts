// A server whose backup is restored after alice has gone on talking with bob.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { openConversation, person, personInWindow, write } from './people.ts';

/** Alice in a window, who has said something before the backup and something since. */
export async function talkedSinceTheBackup() {
  const first = await startTestServer();
  const again = (dataFolder: string): Promise<TestServer> =>
    startTestServer({ dataFolder, args: ['--port', new URL(first.url).port] });
  const { page } = await personInWindow(first, 'alice');
  const bob = await person(first, 'bob', 'Bob');
  await openConversation(page, /^Bob/);
  const say = async (text: string) => {
    await write(page, text);
    await page.getByRole('gridcell', { name: new RegExp(`^You, ${text}, .*, delivered$`) }).waitFor();
  };
  await say('Said before');
  await first.stop();
  const backup = join(await temporaryFolder(), 'backup');
  await cp(first.dataFolder, backup, { recursive: true });
  const second = await again(first.dataFolder);
  await page.getByText('Connected').waitFor();
  await say('Said since');
  await second.stop();
  return { page, bob, home: await again(backup) };
}

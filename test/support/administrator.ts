import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { username } from '../../protocol/ids.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { addUserTo, deriveInitialAuthKey } from '../../terminal/admin/add-user.ts';
import { runParley } from './rpc-process.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestServer } from './test-server.ts';
import { unwrap } from './unwrap.ts';

/** Runs `parley admin` to its end, which must be a good one. Returns what it printed. */
export async function admin(dataFolder: string, ...args: readonly string[]): Promise<string> {
  const finished = await runParley(['admin', ...args, '--data', dataFolder]);
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  return finished.stdout.trim();
}

/** A file with this content. Returns its path. */
export async function fileWith(content: string): Promise<string> {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, content);
  return file;
}

/** An account that waits, on a server in the test's own process. */
export async function administratorAdds(home: TestServer, name: string, password: string): Promise<void> {
  expect(await addUserTo(home.dataFolder, { username: username.parse(name), password })).toMatchObject({
    ok: true,
  });
}

/** As `parley admin user reset` does, without its questions. */
export async function administratorResets(
  { dataFolder }: Pick<TestServer, 'dataFolder'>,
  name: string,
  initialPassword: string,
) {
  const who = username.parse(name);
  const initialAuthKey = unwrap(await deriveInitialAuthKey(dataFolder, who, initialPassword));
  return callAdmin(dataFolder, 'user.reset', { username: who, initialAuthKey });
}

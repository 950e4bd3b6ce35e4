import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { username } from '../../protocol/ids.ts';
import { addUserTo } from '../../terminal/admin/add-user.ts';
import { runParley } from './rpc-process.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestServer } from './test-server.ts';

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

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyFile } from '../../test/support/key-file.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { registerTestEngine } from '../../test/support/test-engine.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { isProfile } from './profile-folder.ts';
import { readStoredProfile } from './stored-profiles.ts';

test('a profile says who is signed in where, that it is in use, and that a passphrase opens it', async () => {
  const server = await startTestServer();
  const folder = await temporaryFolder();
  expect(isProfile(folder)).toBe(false);
  const alice = await registerTestEngine({ url: server.url }, { username: 'ann', profileFolder: folder });
  const { account } = unwrap(await alice.call('status', undefined));
  await writeFile(join(folder, 'profile.key'), await keyFile.secret());
  const read = () => readStoredProfile(folder, {});
  expect(await read()).toEqual({ folder, server: server.url, state: 'in-use' });
  await alice.close();
  expect(await read()).toEqual({ folder, server: server.url, state: 'signed-in', account });
  await writeFile(join(folder, 'profile.key'), Buffer.alloc(32, 1));
  expect(await read()).toMatchObject({ state: 'locked' });
  await rm(join(folder, 'profile.key'));
  expect(await read()).toMatchObject({ state: 'locked', server: server.url });
  await writeFile(join(folder, 'profile.json'), '{');
  expect(await read()).toMatchObject({ state: 'unreadable' });
});

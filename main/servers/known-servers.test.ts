import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { openKnownServers } from './known-servers.ts';
import { profileFolder } from './profile-folder.ts';

const [home, work] = ['http://home.example:5002', 'https://work.example:5002'];

test('the most recent server comes first, with its account, also after a restart', async () => {
  const path = join(await temporaryFolder(), 'servers.json');
  const servers = await openKnownServers(path, silentLogger);
  await servers.use(home);
  await servers.setAccount(home, 'alice@home.example');
  await servers.use(work);
  const list = [{ url: work }, { url: home, account: 'alice@home.example' }];
  expect(servers.list()).toEqual(list);
  expect((await openKnownServers(path, silentLogger)).list()).toEqual(list);
  await servers.setAccount(home, undefined);
  expect(servers.list()).toEqual([{ url: work }, { url: home }]);
  await servers.remove(work);
  expect((await openKnownServers(path, silentLogger)).list()).toEqual([{ url: home }]);
});

test('each server has its own profile folder, named for any file system', () => {
  expect(profileFolder('/data', home)).not.toBe(profileFolder('/data', work));
  expect(dirname(profileFolder('/data', home))).toBe(join('/data', 'profiles'));
  expect(basename(profileFolder('/data', home))).toMatch(/^[0-9a-f]{32}$/);
});

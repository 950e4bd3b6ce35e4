import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { acquireLock } from '../../node/lock-file.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { refuse } from '../../protocol/errors.ts';
import { address } from '../../protocol/ids.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { KeySource } from '../ports.ts';
import { openProfile, type Profile } from './profile.ts';
import { UnreadableProfile } from './unreadable-profile.ts';

const server = 'http://127.0.0.1:5002';
const keyFile: KeySource = { kind: 'key-file', secret: async () => new Uint8Array(32).fill(3) };
const alice = address.parse('alice@home.example');
const bob = address.parse('bob@home.example');

function passphrase(text: string): KeySource {
  return { kind: 'passphrase', secret: async () => utf8(text) };
}

async function open(folder: string, ...keySources: readonly KeySource[]): Promise<Profile> {
  const opened = await openProfile({
    folder,
    keySources: keySources.length > 0 ? keySources : [keyFile],
    server,
    logger: silentLogger,
  });
  if (!opened.ok) throw new Error(opened.code);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

const note = (database: Database, text: string) => writeSetting(database, 'note', z.string(), text);
const noteIn = (database: Database) => readSetting(database, 'note', z.string());

test('two accounts in one profile stay separate, and the last one is current again', async () => {
  const folder = join(await temporaryFolder(), 'new', 'profile');
  const profile = await open(folder);
  expect(profile.current()).toBeUndefined();
  note(await profile.open(alice), 'hers');
  expect(noteIn(await profile.open(bob))).toBeUndefined();
  note(await profile.open(bob), 'his');
  expect(profile.readFrom(alice, noteIn)).toBe('hers');
  expect(profile.readFrom(address.parse('carol@home.example'), noteIn)).toBeUndefined();
  await profile.close();
  const again = await openProfile({ folder, keySources: [keyFile], logger: silentLogger });
  if (!again.ok) throw new Error(again.code);
  expect(again.value.server).toBe(server);
  expect(noteIn(again.value.current()!)).toBe('his');
  expect(noteIn(await again.value.open(alice))).toBe('hers');
  await again.value.close();
});

test('the current account stays when another one can’t replace it', async () => {
  const folder = await temporaryFolder();
  const profile = await open(folder);
  note(await profile.open(alice), 'hers');
  await rm(join(folder, 'profile.json'));
  await mkdir(join(folder, 'profile.json'));
  await expect(profile.open(bob)).rejects.toThrow('profile.json');
  expect(noteIn(profile.current()!)).toBe('hers');
  expect(profile.readFrom(bob, noteIn)).toBeUndefined();
  await rm(join(folder, 'profile.json'), { recursive: true });
  expect(noteIn(await profile.open(bob))).toBeUndefined();
});

test('a new profile needs a server', async () => {
  const folder = await temporaryFolder();
  const opened = await openProfile({ folder, keySources: [keyFile], logger: silentLogger });
  expect(opened).toMatchObject({ ok: false, code: 'bad-request' });
  await open(folder);
});

test('only the passphrase that created the profile opens it, and a failed attempt changes nothing', async () => {
  const folder = await temporaryFolder();
  const profile = await open(folder, passphrase('open sesame'));
  note(await profile.open(alice), 'hers');
  await profile.close();
  const keys = await readFile(join(folder, 'keys.json'));
  for (const keySource of [passphrase('another'), keyFile]) {
    const refused = await openProfile({ folder, keySources: [keySource], server, logger: silentLogger });
    expect(refused).toEqual(refuse('wrong-passphrase'));
  }
  expect(await readFile(join(folder, 'keys.json'))).toEqual(keys);
  expect(noteIn((await open(folder, passphrase('open sesame'))).current()!)).toBe('hers');
});

test('a profile that another process uses is refused with its folder', async () => {
  const folder = await temporaryFolder();
  const attempt = await acquireLock(join(folder, 'profile.lock'));
  const opened = await openProfile({ folder, keySources: [keyFile], server, logger: silentLogger });
  expect(opened).toEqual(refuse('profile-in-use', { folder }));
  if (attempt.ok) attempt.lock.release();
});

test('a profile left behind by a crash opens after the computer was renamed', async () => {
  const folder = await temporaryFolder();
  await (await open(folder)).close();
  await writeFile(join(folder, 'profile.lock'), JSON.stringify({ pid: 1, host: 'the name before' }));
  await (await open(folder)).close();
});

test.each([
  ['damaged profile.json', 'profile.json', '{"v":1,'],
  ['keys.json of a newer Parley', 'keys.json', '{"v":2,"slots":{}}'],
])('a %s is reported by name and left unchanged', async (_, name, content) => {
  const folder = await temporaryFolder();
  await (await open(folder)).close();
  await writeFile(join(folder, name), content);
  const opening = () => openProfile({ folder, keySources: [keyFile], server, logger: silentLogger });
  await expect(opening()).rejects.toThrow(UnreadableProfile);
  await expect(opening()).rejects.toThrow(name);
  expect(await readFile(join(folder, name), 'utf8')).toBe(content);
  expect(await readdir(folder)).not.toContain('profile.lock');
});

const lostKeys: readonly [string, (file: string) => Promise<void>][] = [
  ['without its keys', (file) => rm(file)],
  ['with half a file of keys', (file) => writeFile(file, '{"v":1,')],
  ['with keys that are no text', (file) => writeFile(file, new Uint8Array(600).fill(255))],
  ['with an empty file of keys', (file) => writeFile(file, '')],
  ['with keys that lack a part', (file) => writeFile(file, '{"v":1,"slots":[{"kind":"key-file"}]}')],
];

test.each(lostKeys)('%s a profile is not started afresh, until the user says so', async (_, damage) => {
  const folder = await temporaryFolder();
  const profile = await open(folder);
  note(await profile.open(alice), 'hers');
  await profile.close();
  await damage(join(folder, 'keys.json'));
  const before = (await readdir(folder)).sort();
  const options = { folder, keySources: [keyFile], server, logger: silentLogger };
  expect(await openProfile(options)).toEqual(refuse('key-lost'));
  expect((await readdir(folder)).sort()).toEqual(before);

  const again = await openProfile({ ...options, beginAnew: true });
  if (!again.ok) throw new Error(again.code);
  expect((await readdir(join(folder, 'kept-1'))).sort()).toEqual(before);
  expect(again.value.current()).toBeUndefined();
  note(await again.value.open(alice), 'anew');
  await again.value.close();
  expect(noteIn((await open(folder)).current()!)).toBe('anew');
});

test('a damaged database is replaced and kept aside, and the caller is notified', async () => {
  const folder = await temporaryFolder();
  const profile = await open(folder);
  await profile.open(alice);
  await profile.close();
  for (const name of await readdir(folder)) {
    if (name.includes('.db')) await writeFile(join(folder, name), 'no database');
  }
  const again = await open(folder);
  const damages: unknown[] = [];
  again.onDamage((damage) => damages.push(damage));
  expect(damages).toEqual([{ keptAs: expect.stringMatching(/\.db\.damaged-1$/), lost: undefined }]);
  note(again.current()!, 'anew');
});

test.skipIf(process.platform === 'win32')('only the owner may look into a profile', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  await (await open(folder)).open(alice);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
});

import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { refuse } from '../../protocol/errors.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import type { KeySource } from '../ports.ts';
import { openKeyRing } from './key-ring.ts';

const keychain: KeySource = { kind: 'keychain', secret: async () => new Uint8Array(32).fill(1) };
const otherKeychain: KeySource = { kind: 'keychain', secret: async () => new Uint8Array(32).fill(2) };

function typed(passphrase: string): KeySource {
  return { kind: 'passphrase', secret: async () => utf8(passphrase) };
}

async function open(folder: string, ...sources: readonly KeySource[]) {
  return unwrap(await openKeyRing(folder, sources));
}

const sesame = { kind: 'passphrase', passphrase: 'open sesame' } as const;
const wrong = refuse('wrong-passphrase');

test('a passphrase is added, changed and removed, and the key stays the same', async () => {
  const folder = await temporaryFolder();
  const ring = await open(folder, keychain);
  const opens = async (passphrase: string) => (await openKeyRing(folder, [typed(passphrase)])).ok;
  unwrap(await ring.add(sesame));
  expect((await open(folder, typed('open sesame'))).databaseKey).toEqual(ring.databaseKey);
  unwrap(await ring.add({ kind: 'passphrase', passphrase: 'over the hills' }));
  expect([await opens('open sesame'), await opens('over the hills')]).toEqual([false, true]);
  unwrap(await ring.remove({ kind: 'passphrase' }));
  expect(await opens('over the hills')).toBe(false);
  expect((await open(folder, keychain)).databaseKey).toEqual(ring.databaseKey);
});

test.each(['open\nsesame', 'open sesame\r'])(
  '%j is no passphrase: a file would give its first line',
  async (text) => {
    const folder = await temporaryFolder();
    const fault = refuse('bad-request', { detail: 'a passphrase is a single line' });
    expect(await openKeyRing(folder, [typed(text)])).toEqual(fault);
    const ring = await open(folder, keychain);
    expect(await ring.add({ kind: 'passphrase', passphrase: text })).toEqual(fault);
  },
);

test('the keychain’s slot can be removed only while a passphrase stays, and be added again', async () => {
  const folder = await temporaryFolder();
  const ring = await open(folder, keychain);
  expect(await ring.remove({ kind: 'keychain' })).toEqual(refuse('last-key-slot'));
  unwrap(await ring.add(sesame));
  unwrap(await ring.remove({ kind: 'keychain' }));
  expect(await ring.remove({ kind: 'passphrase' })).toEqual(refuse('last-key-slot'));
  expect(await openKeyRing(folder, [keychain])).toEqual(wrong);
  const again = await open(folder, typed('open sesame'), keychain);
  unwrap(await again.add({ kind: 'keychain' }));
  expect((await open(folder, keychain)).databaseKey).toEqual(ring.databaseKey);
});

test('the passphrase stays until a new keychain slot replaces one whose key was lost', async () => {
  const folder = await temporaryFolder();
  unwrap(await (await open(folder, keychain)).add(sesame));
  expect(await openKeyRing(folder, [otherKeychain])).toEqual(wrong);
  const ring = await open(folder, typed('open sesame'), otherKeychain);
  expect(await ring.slots()).toEqual({
    slots: [
      { kind: 'keychain', usable: false, removable: true },
      { kind: 'passphrase', usable: true, removable: false },
    ],
    addable: ['passphrase', 'keychain'],
  });
  expect(await ring.remove({ kind: 'passphrase' })).toEqual(refuse('last-key-slot'));
  unwrap(await ring.add({ kind: 'keychain' }));
  unwrap(await ring.remove({ kind: 'passphrase' }));
  await open(folder, otherKeychain);
});

test('a new profile is created only with a passphrase that is long enough', async () => {
  const folder = await temporaryFolder();
  const refusals = [await openKeyRing(folder, []), await openKeyRing(folder, [typed('sesame'), keychain])];
  expect(refusals).toEqual([refuse('passphrase-required'), refuse('weak-password', { minimum: 8 })]);
  expect(await readdir(folder)).toEqual([]);
  await open(folder, typed('open sesame'));
  expect(await openKeyRing(folder, [])).toEqual(wrong);
});

test('a refused addition changes nothing', async () => {
  const folder = await temporaryFolder();
  const ring = await open(folder, keychain);
  const before = await readFile(join(folder, 'keys.json'));
  const short = { kind: 'passphrase', passphrase: 'ses🔑ame' } as const;
  expect(await ring.add(short)).toEqual(refuse('weak-password', { minimum: 8 }));
  expect(await ring.add({ kind: 'key-file' })).toMatchObject({ code: 'bad-request' });
  expect(await readFile(join(folder, 'keys.json'))).toEqual(before);
});

test('a slot from a later version survives every change, but does not count as usable', async () => {
  const folder = await temporaryFolder();
  await open(folder, keychain);
  const path = join(folder, 'keys.json');
  const stored = JSON.parse(await readFile(path, 'utf8'));
  const later = { kind: 'security-token', credential: 'abc', depth: { more: [1, 2] } };
  await writeFile(path, JSON.stringify({ ...stored, slots: [later, ...stored.slots] }));
  const ring = await open(folder, keychain);
  expect(await ring.remove({ kind: 'keychain' })).toEqual(refuse('last-key-slot'));
  expect((await ring.slots()).slots).toContainEqual({ kind: 'unknown', usable: false, removable: false });
  unwrap(await ring.add(sesame));
  unwrap(await ring.remove({ kind: 'keychain' }));
  expect(JSON.parse(await readFile(path, 'utf8')).slots).toContainEqual(later);
});

test('concurrent changes run one after the other', async () => {
  const folder = await temporaryFolder();
  const ring = await open(folder, keychain);
  const results = await Promise.all([
    ring.remove({ kind: 'keychain' }),
    ring.add(sesame),
    ring.remove({ kind: 'keychain' }),
    ring.remove({ kind: 'passphrase' }),
  ]);
  expect(results.map(({ ok }) => ok)).toEqual([false, true, true, false]);
  await open(folder, typed('open sesame'));
});

test('a change that could not be written, or was interrupted, leaves the slots unchanged', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'keys.json');
  const ring = await open(folder, keychain);
  // What a crash in the middle of writing leaves behind.
  await writeFile(`${path}.0123456789ab.tmp`, '{"v":1,"slots":[');
  await rename(path, `${path}.aside`);
  await mkdir(join(path, 'in the way'), { recursive: true });
  await expect(ring.add(sesame)).rejects.toThrow(path);
  expect((await ring.slots()).slots).toMatchObject([{ kind: 'keychain' }]);
  expect(await ring.remove({ kind: 'keychain' })).toEqual(refuse('last-key-slot'));
  expect((await readdir(folder)).length).toBe(3);
  await rename(path, `${path}.blocked`);
  await rename(`${path}.aside`, path);
  expect((await open(folder, keychain)).databaseKey).toEqual(ring.databaseKey);
  unwrap(await ring.add(sesame));
  await open(folder, typed('open sesame'));
});

test('a key ring without a passphrase slot refuses with key-lost instead of asking for a passphrase', async () => {
  const folder = await temporaryFolder();
  await open(folder, keychain);
  const before = await readFile(join(folder, 'keys.json'));
  for (const sources of [[otherKeychain], [typed('open sesame')], []]) {
    expect(await openKeyRing(folder, sources)).toEqual(refuse('key-lost'));
  }
  expect(await readFile(join(folder, 'keys.json'))).toEqual(before);
});

// A message is deleted for everyone: a device that is away meanwhile, and one that comes later, shows the same place, and
// nothing of the text is left on the server or on any device.
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openKeyRing } from '../engine/profile/key-ring.ts';
import { keyFileSource } from '../terminal/rpc/key-source.ts';
import { decrypted } from './support/database.ts';
import { type RpcClient, startClient } from './support/rpc-client.ts';
import { startRpcServer } from './support/rpc-server.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { unwrap } from './support/unwrap.ts';

const SECRET = 'a secret that has to go';

async function placesAt(client: RpcClient, conversation: string) {
  const { messages } = await client.call('history', { conversation });
  return messages.map(({ seq, id, sender, kind, text, deletedBy, sentAt, edited }) => {
    return { seq, id, sender, kind, text, deletedBy, sentAt, edited };
  });
}

/** The client at work again, on the same device. */
async function back(client: RpcClient, url: string): Promise<RpcClient> {
  const again = await startClient({ server: url, profile: client.profile });
  await vi.waitFor(async () => expect(await again.call('status')).toMatchObject({ state: 'online' }), 10_000);
  return again;
}

async function databaseOf({ profile }: RpcClient): Promise<Buffer> {
  const { databaseKey } = unwrap(await openKeyRing(profile, [keyFileSource(profile, () => undefined)]));
  const name = (await readdir(profile)).find((one) => one.endsWith('.db')) ?? '';
  return decrypted(join(profile, name), databaseKey);
}

/** Whether a file below a folder holds one of some byte strings, as they are or in base64. */
async function holds(folder: string, needles: readonly Buffer[]): Promise<boolean> {
  const wanted = needles.flatMap((needle) => [needle, Buffer.from(needle.toString('base64'))]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'));
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  return contents.some((content) => wanted.some((needle) => content.includes(needle)));
}

test('a deleted message is gone for who was there, who was away and who comes later, with nothing left of it', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const { id: kept } = await alice.call('send', { conversation: id, text: 'before' });
  const { id: deleted } = await alice.call('send', { conversation: id, text: 'a first text' });
  await bob.next('message', ({ message }) => message.id === deleted && message.seq !== undefined);
  await alice.call('edit', { conversation: id, message: deleted, text: SECRET });
  await bob.next('message', ({ message }) => message.text === SECRET);
  expect((await databaseOf(bob)).includes(SECRET)).toBe(true);

  // Bob is away when it is deleted, and alice when he reads on.
  await bob.close();
  await alice.call('delete', { conversation: id, message: deleted });
  const onServer = await vi.waitFor(async () => {
    const places = await placesAt(alice, id);
    expect(places[1]).toMatchObject({ id: deleted, kind: 'deleted', deletedBy: 'alice', text: undefined });
    expect((await alice.call('history', { conversation: id })).messages[1]?.state).not.toBe('sending');
    return places;
  }, 10_000);
  await alice.call('send', { conversation: id, text: 'after' });
  await vi.waitFor(async () => expect((await placesAt(alice, id)).at(-1)?.seq).toBe(6), 10_000);
  await alice.close();
  const bobAgain = await back(bob, server.url);
  await bobAgain.next('message', ({ message }) => message.text === 'after');
  const everything = await placesAt(bobAgain, id);
  expect(everything.map(({ kind, text }) => text ?? kind)).toEqual(['before', 'deleted', 'after']);
  expect(everything.slice(0, 2)).toEqual(onServer);
  expect((await bobAgain.call('unread')).total).toBe(3);

  const aliceAgain = await back(alice, server.url);
  const tablet = await server.device(bob, 'Tablet');
  await vi.waitFor(async () => expect(await placesAt(tablet, id)).toEqual(everything), 10_000);
  expect((await tablet.call('unread')).total).toBe(3);
  expect(await placesAt(aliceAgain, id)).toEqual(everything);
  expect(everything[0]?.id).toBe(kept);
  for (const client of [bobAgain, tablet, aliceAgain]) {
    const plain = await databaseOf(client);
    for (const text of [SECRET, 'a first text']) expect(plain.includes(text)).toBe(false);
  }
});

test('nothing of a deleted message is in the server’s folder or in a backup of it, also after a crash of both sides', async () => {
  const dataFolder = await temporaryFolder();
  const server = await startRpcServer({ dataFolder, accounts: ['alice'] });
  const alice = await server.person('alice');
  const lobby = (await alice.call('conversations')).find(({ kind }) => kind === 'public')?.id ?? '';
  const { id: message } = await alice.call('send', { conversation: lobby, text: SECRET });
  const log = join(dataFolder, 'public-messages.log');
  await vi.waitFor(async () => expect(await readFile(log, 'utf8')).toContain(SECRET), 10_000);
  await vi.waitFor(async () => expect((await placesAt(alice, lobby)).at(-1)?.seq).toBe(1), 10_000);
  // The server is killed before the deletion comes, and the client before the server is back.
  await server.process.kill9();
  await alice.call('delete', { conversation: lobby, message });
  await alice.kill9();
  const again = await startRpcServer({ dataFolder, args: ['--port', new URL(server.url).port] });
  const aliceAgain = await back(alice, again.url);
  await vi.waitFor(async () => expect(await readFile(log, 'utf8')).toContain('alice: (erased)'), 10_000);
  expect((await placesAt(aliceAgain, lobby)).at(-1)).toMatchObject({ id: message, kind: 'deleted' });
  await again.stop();
  const backup = await temporaryFolder();
  await cp(dataFolder, backup, { recursive: true });
  expect(await holds(backup, inBase64(SECRET))).toBe(false);
});

/** The text, and what base64 makes of it behind so many other bytes, without what those share with it. */
function inBase64(text: string): readonly Buffer[] {
  const shifted = [0, 1, 2].map((shift) => {
    const whole = Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .replaceAll('=', '');
    return Buffer.from(whole.slice(shift === 0 ? 0 : 4, -4));
  });
  return [Buffer.from(text), ...shifted];
}

test('a message that waits is withdrawn when it is deleted, and never sent', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.call('send', { conversation: id, text: 'hello' });
  await bob.next('message', ({ message }) => message.text === 'hello');
  const port = new URL(server.url).port;
  await server.stop();
  const { id: waiting } = await alice.call('send', { conversation: id, text: SECRET });
  await alice.call('delete', { conversation: id, message: waiting });
  await alice.next('messageRemoved', ({ message }) => message === waiting);
  await alice.call('send', { conversation: id, text: 'last' });
  expect((await placesAt(alice, id)).map(({ text }) => text)).toEqual(['hello', 'last']);
  await startRpcServer({ dataFolder: server.dataFolder, args: ['--port', port] });
  await bob.next('message', ({ message }) => message.text === 'last');
  expect((await placesAt(bob, id)).map(({ text }) => text)).toEqual(['hello', 'last']);
  expect((await databaseOf(alice)).includes(SECRET)).toBe(false);
});

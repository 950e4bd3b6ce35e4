// What happens between an account, the server and the user interface when the user signs out.
import { copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { eventNames } from '../engine/api/api.ts';
import { createEvents } from '../engine/api/event-emitter.ts';
import { blob } from '../engine/database/columns.ts';
import { openDatabase } from '../engine/database/database.ts';
import { openMarks } from '../engine/encryption/high-water-marks.ts';
import { openEngine } from '../engine/engine.ts';
import { openKeyRing } from '../engine/profile/key-ring.ts';
import { createSignedInServices } from '../engine/services.ts';
import { readAccount } from '../engine/session/account-record.ts';
import { systemClock } from '../engine/system-clock.ts';
import { lobbyId } from '../node/conversation-ids.ts';
import { toBase64url } from '../protocol/bytes.ts';
import { ok, refuse } from '../protocol/errors.ts';
import { conversationId, serverName } from '../protocol/ids.ts';
import { decrypted } from './support/database.ts';
import { keyFile } from './support/key-file.ts';
import { silentLogger } from './support/silent-logger.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { testDevice } from './support/test-device.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const lobbyOf = ({ name }: TestServer) => lobbyId(serverName.parse(name));

test('signing out leaves the high-water marks with the server', async () => {
  const home = await startTestServer();
  const engine = await openTestEngine(home);
  unwrap(await engine.call('register', { username: 'alice', password }));
  const sent = vi.fn();
  engine.on('message', ({ message }) => message.seq !== undefined && sent());
  unwrap(await engine.call('send', { conversation: lobbyOf(home), text: 'hello' }));
  await vi.waitFor(() => expect(sent).toHaveBeenCalled(), 10_000);
  unwrap(await engine.call('signOut', {}));

  const laptop = await testDevice(home.url);
  unwrap(await laptop.account.signIn({ username: 'alice', password }));
  const { marks } = unwrap(await laptop.connection.request('account:get', {}));
  const { marksKey, address } = laptop.state();
  const seen = marks && openMarks(marksKey, address, marks)?.marks.conversations;
  expect(seen?.[lobbyOf(home)]).toMatchObject({ seq: 1 });
});

test('after sign-out the engine reports nothing more of that account', async () => {
  const home = await startTestServer();
  const bob = await openTestEngine(home);
  unwrap(await bob.call('register', { username: 'bob', password }));
  const { account, connection, state } = await testDevice(home.url);
  unwrap(await account.register({ username: 'alice', password }));
  const events = createEvents();
  const services = createSignedInServices({
    ...{ account: state(), connection, clock: systemClock },
    ...{ logger: silentLogger, events, acceptRequests: true },
  });
  await services.online();
  const request = connection.request.bind(connection);
  const held = Promise.withResolvers<void>();
  const asked = vi.fn();
  connection.request = async (name, payload) => {
    if (name === 'people:manifests') {
      asked();
      await held.promise;
    }
    return request(name, payload);
  };
  unwrap(await bob.call('send', { conversation: lobbyOf(home), text: 'are you there?' }));
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 10_000);
  const reported = vi.fn();
  for (const event of eventNames) events.on(event, () => reported(event));
  const closed = services.close();
  held.resolve();
  await closed;
  expect(services.conversations.unread().total).toBe(1);
  expect(reported).not.toHaveBeenCalled();
});

test('signing out removes texts and keys from the computer, and signing in brings both back', async () => {
  const home = await startTestServer();
  const profileFolder = await temporaryFolder();
  const open = () =>
    openEngine({ server: home.url, profileFolder, keySources: [keyFile], logger: silentLogger }).then(unwrap);
  const engine = await open();
  unwrap(await engine.call('register', { username: 'alice', password }));
  const note = unwrap(await engine.call('openDirect', { user: 'alice' })).id;
  const conversation = conversationId.parse(note);
  unwrap(await engine.call('send', { conversation, text: 'a text to look for' }));
  const sent = async () => {
    const { messages } = unwrap(await engine.call('history', { conversation }));
    expect(messages).toMatchObject([{ text: 'a text to look for', seq: 2 }]);
  };
  await vi.waitFor(sent, 10_000);
  unwrap(await engine.call('saveDraft', { conversation, text: 'a draft to look for' }));
  const { path, secrets } = await secretsIn(profileFolder);
  await writeFile(`${path}.damaged-1`, 'kept');
  const before = await decrypted(path, secrets.databaseKey);
  for (const secret of secrets.all) expect(before.includes(secret)).toBe(true);

  unwrap(await engine.call('signOut', {}));
  const after = await decrypted(path, secrets.databaseKey);
  for (const secret of secrets.all) expect(after.includes(secret)).toBe(false);
  expect((await readdir(profileFolder)).some((name) => name.includes('damaged'))).toBe(false);
  expect((await stat(`${path}-wal`)).size).toBe(0);
  await engine.close();

  const again = await open();
  onTestFinished(() => again.close());
  expect(unwrap(await again.call('status', {}))).toMatchObject({ state: 'signed-out' });
  const { device } = unwrap(await again.call('signIn', { username: 'alice', password }));
  expect(device).toBe(secrets.device);
  const found = async () => {
    const { messages } = unwrap(await again.call('history', { conversation }));
    expect(messages).toMatchObject([{ text: 'a text to look for' }]);
  };
  await vi.waitFor(found, 10_000);
});

/** What lies in the profile's one database, as it is written there, and must not stay. */
async function secretsIn(folder: string) {
  const ring = unwrap(await openKeyRing(folder, [keyFile]));
  const name = (await readdir(folder)).find((each) => each.endsWith('.db')) ?? '';
  const path = join(folder, name);
  const copy = join(await temporaryFolder(), 'copy.db');
  for (const end of ['', '-wal']) await copyFile(path + end, copy + end);
  const database = openDatabase(copy, ring.databaseKey);
  const account = readAccount(database);
  const epoch = database.get(z.object({ key: blob }), 'SELECT key FROM epochs');
  database.close();
  if (!account?.token || !epoch) throw new Error('no account is signed in');
  const { mailboxKeys, marksKey, token, device } = account;
  const stored = (bytes: Uint8Array) => toBase64url(bytes);
  const all = [
    ...['a text to look for', 'a draft to look for', token, stored(marksKey), Buffer.from(epoch.key)],
    ...mailboxKeys.map(({ privateKey }) => stored(privateKey)),
  ];
  return { path, secrets: { databaseKey: ring.databaseKey, device, all } };
}

test('unsent messages block signing out until the user discards them', async () => {
  const home = await startTestServer();
  const engine = await openTestEngine(home);
  unwrap(await engine.call('register', { username: 'alice', password }));
  const conversation = lobbyOf(home);
  await home.stop();
  await vi.waitFor(async () => {
    expect(unwrap(await engine.call('status', {})).state).toBe('offline');
  }, 10_000);
  unwrap(await engine.call('send', { conversation, text: 'not yet' }));
  expect(await engine.call('signOut', {})).toEqual(refuse('unsent-messages', { count: 1 }));
  expect(await engine.call('signOut', { discardUnsent: true })).toEqual(ok({}));
});

// Messages disappear for those who were there, who were away and who come later, on every device and on the server.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import { openKeyRing } from '../engine/profile/key-ring.ts';
import { systemClock } from '../engine/system-clock.ts';
import { refuse } from '../protocol/errors.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { decrypted } from './support/database.ts';
import { keyFile } from './support/key-file.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const SECRET = 'a secret that lasts an hour';
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Only the date is another one: timers go on as they do. */
function passTime(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1_000);
}

/** By how many seconds the computer's clock is ahead of the server's. */
async function signedIn(url: string, username: string, profileFolder: string, ahead = 0): Promise<EngineApi> {
  const now = () => Date.now() + ahead * 1_000;
  const clock = { ...systemClock, now, elapsed: now };
  const engine = await openTestEngine({ url }, { profileFolder, clock });
  if (unwrap(await engine.call('status', undefined)).state === 'signed-out')
    unwrap(await engine.call('signIn', { username, password }));
  return engine;
}

async function linesAt(engine: EngineApi, conversation: ConversationId) {
  const { messages } = unwrap(await engine.call('history', { conversation }));
  return messages.map(({ text, kind, events }) => text ?? events?.map(({ type }) => type).join() ?? kind);
}

function expectLines(engine: EngineApi, conversation: ConversationId, lines: readonly string[]) {
  return vi.waitFor(async () => expect(await linesAt(engine, conversation)).toEqual(lines), 10_000);
}

async function holdsSecret(profile: string): Promise<boolean> {
  const { databaseKey } = unwrap(await openKeyRing(profile, [keyFile]));
  const name = (await readdir(profile)).find((one) => one.endsWith('.db')) ?? '';
  return (await decrypted(join(profile, name), databaseKey)).includes(SECRET);
}

test('what is written after the setting disappears on time, live, for who was away, and for who comes later', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const folders = await Promise.all([1, 2, 3].map(() => temporaryFolder()));
  const [alices = '', bobs = '', later = ''] = folders;
  const alice = await signedIn(server.url, 'alice', alices, DAY);
  const bob = await signedIn(server.url, 'bob', bobs);
  const { id } = unwrap(await alice.call('openDirect', { user: 'bob' }));
  unwrap(await alice.call('send', { conversation: id, text: 'before' }));
  const lobby = unwrap(await alice.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  const inLobby = { conversation: lobby?.id ?? id, seconds: HOUR };
  expect(await alice.call('setDisappearing', inLobby)).toEqual(refuse('not-allowed'));
  const set = unwrap(await alice.call('setDisappearing', { conversation: id, seconds: HOUR }));
  expect(set.disappearing).toBe(HOUR);
  const { id: message } = unwrap(await alice.call('send', { conversation: id, text: SECRET }));
  const lines = ['before', 'disappearing', SECRET];
  await expectLines(bob, id, lines);
  await expectLines(alice, id, lines);
  unwrap(await bob.call('react', { conversation: id, message, emoji: '👍' }));
  unwrap(await bob.call('send', { conversation: id, text: 'so does the answer', replyTo: message }));
  await expectLines(alice, id, [...lines, 'so does the answer']);
  const [{ at, expires } = {}] = unwrap(await bob.call('history', { conversation: id }))
    .messages.filter((one) => one.id === message)
    .map((one) => ({ at: one.sentAt, expires: one.expires }));
  expect(Date.parse(expires ?? '') - Date.parse(at ?? '')).toBe(HOUR * 1_000);
  await bob.close();
  expect(await holdsSecret(bobs)).toBe(true);

  const removed: string[] = [];
  alice.on('messageRemoved', (gone) => removed.push(gone.message));
  passTime(HOUR + 1);
  expect(await linesAt(alice, id)).toEqual(['before', 'disappearing']);
  await vi.waitFor(() => expect(removed).toContain(message), 10_000);
  expect(unwrap(await alice.call('search', { text: 'secret' })).hits).toEqual([]);
  const bobAgain = await signedIn(server.url, 'bob', bobs);
  expect(await linesAt(bobAgain, id)).toEqual(['before', 'disappearing']);
  const tablet = await signedIn(server.url, 'bob', later, -DAY);
  await expectLines(tablet, id, ['before', 'disappearing']);
  expect(
    unwrap(await tablet.call('conversations', undefined)).find((one) => one.id === id)?.disappearing,
  ).toBe(HOUR);
  unwrap(await tablet.call('setDisappearing', { conversation: id, seconds: 0 }));
  unwrap(await tablet.call('send', { conversation: id, text: 'stays' }));
  await expectLines(alice, id, ['before', 'disappearing', 'disappearing', 'stays']);
  for (const engine of [alice, bobAgain, tablet]) await engine.close();
  for (const folder of folders) expect(await holdsSecret(folder)).toBe(false);
});

// The engine reports what is damaged on this computer's disk, and fetches it from the server again.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { EngineApi } from '../engine/api/api.ts';
import { conversationId } from '../protocol/ids.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTestEngine } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

const PAGE_BYTES = 8_192;
const MESSAGES = 120;
const alice = { username: 'alice', password: 'a long password' };
const patient = { timeout: 30_000 };

test('damaged pages cost nothing that the server has; a damaged beginning costs a sign-in', async () => {
  const home = await startTestServer();
  const profileFolder = await temporaryFolder();
  async function open(): Promise<{ engine: EngineApi; notices: string[] }> {
    const engine = await openTestEngine(home, { profileFolder });
    const notices: string[] = [];
    engine.on('notice', ({ code }) => notices.push(code));
    return { engine, notices };
  }

  const before = await open();
  unwrap(await before.engine.call('register', alice));
  const conversation = conversationId.parse(
    unwrap(await before.engine.call('openDirect', { user: 'alice' })).id,
  );
  const texts = Array.from({ length: MESSAGES }, (_, index) => `number ${index} ${'.'.repeat(index * 5)}`);
  const shown = async ({ engine }: { engine: EngineApi }) =>
    unwrap(await engine.call('history', { conversation, limit: 200 })).messages.map(({ text }) => text);
  const showsAll = (opened: { engine: EngineApi }) =>
    vi.waitFor(async () => expect(await shown(opened)).toEqual(texts), patient);
  for (const text of texts) unwrap(await before.engine.call('send', { conversation, text }));
  await vi.waitFor(async () => {
    const { messages } = unwrap(await before.engine.call('history', { conversation, limit: 200 }));
    expect(messages.filter(({ seq }) => seq !== undefined)).toHaveLength(MESSAGES);
  }, patient);
  await before.engine.close();

  const file = join(profileFolder, (await readdir(profileFolder)).find((name) => name.endsWith('.db')) ?? '');
  const content = await readFile(file);
  // Every other page from where the messages begin.
  for (let at = 20 * PAGE_BYTES + 300; at < content.length; at += 2 * PAGE_BYTES) content[at]! ^= 1;
  await writeFile(file, content);
  const damaged = await open();
  await showsAll(damaged);
  expect(damaged.notices).toContain('storage-damaged');
  await damaged.engine.close();

  const again = await readFile(file);
  again[500]! ^= 1;
  await writeFile(file, again);
  const unreadable = await open();
  expect(unreadable.notices).toEqual(['storage-unreadable', 'pins-lost']);
  unwrap(await unreadable.engine.call('signIn', alice));
  await showsAll(unreadable);
}, 120_000);

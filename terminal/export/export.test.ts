// What an export proves to a stranger, and what it doesn't give away: whole engines and a real server.
import { expect, test, vi } from 'vitest';
import type { EngineApi, Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { registerTestEngine } from '../../test/support/test-engine.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { english } from '../../text/english/english.ts';
import { type ExportFile, exportFile } from './export-file.ts';
import { htmlPage } from './html-page.ts';
import { proveExport } from './prove-export.ts';
import { allMessages, signedExport } from './signed-export.ts';

async function exported(
  engine: EngineApi,
  id: ConversationId,
  kind: 'direct' | 'public',
): Promise<ExportFile> {
  const status = unwrap(await engine.call('status', undefined));
  const { messages } = await allMessages({ engine }, { id });
  const file = await signedExport({ engine, status }, { id, kind, title: 'bob' }, messages);
  return exportFile.parse(JSON.parse(JSON.stringify(file)));
}

async function settled(engine: EngineApi, id: ConversationId, count: number): Promise<readonly Message[]> {
  return vi.waitFor(async () => {
    const { messages } = unwrap(await engine.call('history', { conversation: id }));
    expect(
      messages.filter(({ seq, edited, state }) => seq !== undefined && !(edited && state === 'sending')),
    ).toHaveLength(count);
    return messages;
  }, 10_000);
}

test('a stranger can check who signed what, and finds what was changed since', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const alice = await registerTestEngine(server, { username: 'alice' });
  const bob = await registerTestEngine(server, { username: 'bob' });
  const { id } = unwrap(await alice.call('openDirect', { user: 'bob' }));
  const say = async (engine: EngineApi, text: string) =>
    unwrap(await engine.call('send', { conversation: id, text })).id;
  const first = await say(alice, 'I owe you ten');
  const secret = await say(alice, 'the word is swordfish');
  await settled(bob, id, 2);
  await say(bob, 'Thank you');
  await settled(alice, id, 3);
  unwrap(await alice.call('edit', { conversation: id, message: first, text: 'I owe you twenty' }));
  unwrap(await alice.call('react', { conversation: id, message: first, emoji: '👍' }));
  unwrap(await alice.call('delete', { conversation: id, message: secret }));
  await vi.waitFor(async () => {
    const texts = (await settled(bob, id, 3)).map(({ text, kind }) => text ?? kind);
    expect(texts).toEqual(['I owe you twenty', 'deleted', 'Thank you']);
  }, 10_000);

  const file = await exported(bob, id, 'direct');
  const proven = proveExport(file);
  expect(proven).toMatchObject({ unproven: [], contradictions: [] });
  // The deleted text, its deletion and the reaction have no key, and stand there as digests.
  expect(file.records.filter(({ key }) => key !== undefined)).toHaveLength(3);
  expect(proven.withheld).toBe(3);
  const texts = [...proven.signers].map(([address, signer]) => [address.split('@')[0], signer.texts]);
  expect(texts.toSorted()).toEqual([
    ['alice', 2],
    ['bob', 1],
  ]);
  const fingerprint = unwrap(await alice.call('status', undefined)).fingerprint;
  expect([...proven.signers.values()].map((signer) => signer.fingerprint)).toContain(fingerprint);

  const forged = file.messages.map((one) => ({ ...one, ...(one.text && { text: `${one.text}!` }) }));
  const withMessages = (messages: ExportFile['messages']) =>
    proveExport({ ...file, messages }).contradictions;
  expect(withMessages(forged)).toEqual([
    expect.stringContaining('is not what alice has signed'),
    expect.stringContaining('is not what bob has signed'),
  ]);
  const asBob = file.messages.map((one) => ({ ...one, sender: 'bob' }));
  expect(withMessages(asBob)).toEqual([expect.stringContaining('is not what bob has signed')]);

  const broken = ['The chain of the records is broken.'];
  const [, ...withoutFirst] = file.records;
  expect(proveExport({ ...file, records: withoutFirst }).contradictions).toContain(broken[0]);
  expect(proveExport({ ...file, records: file.records.slice(0, -1) }).contradictions).toEqual(broken);
  const addressOf = (user: string) =>
    Object.keys(file.manifests).find((one) => one.startsWith(`${user}@`)) ?? '';
  const [aliceAddress, bobAddress] = [addressOf('alice'), addressOf('bob')];
  const swapped = { ...file.manifests, [aliceAddress]: file.manifests[bobAddress] ?? [] };
  expect(proveExport({ ...file, manifests: swapped }).contradictions).toEqual([
    `The list of the devices of ${aliceAddress} is not signed as it must be.`,
  ]);
});

test('the Lobby needs no keys, and a frame that no manifest covers is named', async () => {
  const server = await startTestServer({ accounts: ['alice'] });
  const alice = await registerTestEngine(server, { username: 'alice' });
  const lobby = unwrap(await alice.call('conversations', undefined)).find(({ kind }) => kind === 'public')!; // Every account has it.
  unwrap(await alice.call('send', { conversation: lobby.id, text: 'to all' }));
  await settled(alice, lobby.id, 1);
  const file = await exported(alice, lobby.id, 'public');
  expect(file.records.every(({ key }) => key === undefined)).toBe(true);
  expect(proveExport(file)).toMatchObject({ unproven: [], contradictions: [] });
  const without = proveExport({ ...file, manifests: {} });
  expect(without.contradictions).toEqual([]);
  expect(without.unproven[0]).toMatch(/^Record 1 by alice@.*: unknown-device\.$/);
});

test('a page shows what people have written as text, and nothing in it can load or run', () => {
  const text = { ...english.window, locale: 'en-GB' };
  const hostile =
    '<img src=x onerror=alert(1)> **<b>** `</code><script>` [x](javascript:alert(1)) https://a.example/?"><i>';
  const message: Message = {
    ...{ id: 'm' as MessageId, conversation: 'c' as ConversationId, seq: 1, device: 'd', kind: 'text' },
    ...{ sender: 'eve<script>', text: hostile, sentAt: '2026-12-01T10:00:00.000Z', state: 'read' },
  };
  const status = { state: 'online', account: 'alice@home.example', server: '', unread: 0 } as const;
  const exportedAt = new Date('2026-12-01T12:00:00Z');
  const page = htmlPage({
    title: '</title><script>',
    own: 'alice',
    status,
    messages: [message],
    text,
    exportedAt,
  });
  const tags = [...page.matchAll(/<([a-z!][a-z0-9]*)/g)].map(([, name]) => name);
  const known = [
    '!doctype',
    'html',
    'head',
    'meta',
    'title',
    'style',
    'body',
    'main',
    'h1',
    'h2',
    'p',
    'bdi',
    'section',
  ];
  expect(tags.filter((name) => !known.includes(name ?? ''))).toEqual(
    expect.arrayContaining(['article', 'header', 'b', 'time', 'strong', 'code', 'a']),
  );
  expect(tags).not.toContain('img');
  expect(tags).not.toContain('script');
  expect(page).toContain("default-src 'none'");
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
    expect.stringMatching(/^https:/),
  ]);
});

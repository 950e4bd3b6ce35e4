import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { nextLogHash } from '../../../node/log-hash.ts';
import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { ok, refuse } from '../../../protocol/errors.ts';
import type { ConversationId } from '../../../protocol/ids.ts';
import { decodePage, decodeRecord } from '../../../protocol/records.ts';
import {
  type ConversationUser,
  lobby,
  startConversations,
} from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function started() {
  const folder = await temporaryFolder();
  const server = await startConversations(folder);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { folder, server, alice, bob };
}

/** A direct conversation of alice's and bob's in which alice has sent as sealed what can be looked for. */
async function conversationOf(secret: string) {
  const running = await started();
  const conversation = await running.alice.open([running.bob]);
  const body = utf8(secret.padEnd(320));
  expect(await running.alice.send(conversation, { body })).toMatchObject({ ok: true });
  return { ...running, conversation };
}

async function recordsOf(reader: ConversationUser, conversation: ConversationId) {
  const answer = await reader.get('conversations:history', { conversation, limit: 200 });
  const records = decodePage(answer.page) ?? [];
  const end = records.reduce<Uint8Array>(nextLogHash, new Uint8Array(32));
  return { kinds: records.map((record) => decodeRecord(record)?.kind), hash: toBase64url(end) };
}

function erase(user: ConversationUser, conversation: ConversationId, ...seqs: number[]) {
  return user.ask('conversations:erase', { conversation, seqs });
}

/** Whether any file holds a text, as it is or in base64 at any offset. */
async function isIn(folder: string, text: string): Promise<boolean> {
  const needles = [text, ...[0, 1, 2].map((shift) => base64Inside(text, shift))];
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  return contents.some((content) => needles.some((needle) => content.includes(needle)));
}

/** What base64 makes of a text behind so many other bytes, without what those share with it. */
function base64Inside(text: string, shift: number): string {
  const whole = Buffer.from(' '.repeat(shift) + text).toString('base64');
  return whole.slice(shift === 0 ? 0 : 4, whole.replaceAll('=', '').length - 4);
}

describe('erasing', () => {
  test('4.4 an erased frame keeps its place and the hash of the log, also after a restart', async () => {
    const { folder, server, alice, bob, conversation } = await conversationOf('first');
    await bob.send(conversation);
    const before = await recordsOf(bob, conversation);
    expect(await erase(alice, conversation, 2)).toEqual(ok({}));
    const after = await recordsOf(bob, conversation);
    expect(after.kinds).toEqual(['change', 'erased', 'frame']);
    expect(after.hash).toBe(before.hash);
    await server.crash();
    const again = await startConversations(folder);
    onTestFinished(again.stop);
    const reader = await bob.returnTo(again);
    expect(await recordsOf(reader, conversation)).toEqual(after);
    expect((await reader.summary(conversation))?.headHash).toBe(before.hash);
    expect(await reader.send(conversation)).toMatchObject({ ok: true, value: { seq: 4 } });
  });

  test('nothing of what is erased is in any file once it is written down', async () => {
    const { folder, server, alice, conversation } = await conversationOf('a secret that has to go');
    await server.crash();
    expect(await isIn(folder, 'a secret that has to go')).toBe(true);
    const again = await startConversations(folder);
    const author = await alice.returnTo(again);
    expect(await erase(author, conversation, 2)).toEqual(ok({}));
    await again.stop();
    expect(await isIn(folder, 'a secret that has to go')).toBe(false);
  });

  test('what is erased in the Lobby leaves the readable log as well, and is not written there again', async () => {
    const { folder, server, alice, bob } = await started();
    const path = join(folder, 'public-messages.log');
    await alice.say('über everyone’s head');
    await bob.say('second');
    await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toContain('second'), 10_000);
    expect(await erase(bob, lobby, 1)).toEqual(refuse('not-allowed'));
    expect(await erase(alice, lobby, 1)).toEqual(ok({}));
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines.map((line) => line.replace(/^[0-9TZ:.-]+ /, '').trimEnd())).toEqual([
      '1 alice: (erased)',
      '2 bob: second',
      '',
    ]);
    await server.stop();
    expect(await isIn(folder, 'everyone’s head')).toBe(false);
    const again = await startConversations(folder);
    await (await bob.returnTo(again)).say('third');
    await again.stop();
    expect(await readFile(path, 'utf8')).toMatch(
      / 1 alice: \(erased\) +\n.* 2 bob: second\n.* 3 bob: third\n$/,
    );
  });

  test('only the author erases in a direct conversation, and all that is asked for or nothing', async () => {
    const { server, alice, bob, conversation } = await conversationOf('first');
    onTestFinished(server.stop);
    await bob.send(conversation);
    const stranger = await server.person('carol');
    expect(await erase(bob, conversation, 2)).toEqual(refuse('not-allowed'));
    expect(await erase(bob, conversation, 3, 2)).toEqual(refuse('not-allowed'));
    expect(await erase(stranger, conversation, 2)).toEqual(refuse('no-such-conversation'));
    for (const seq of [1, 4])
      expect(await erase(alice, conversation, 2, seq)).toEqual(refuse('no-such-message'));
    expect((await recordsOf(bob, conversation)).kinds).toEqual(['change', 'frame', 'frame']);
  });

  test('what is erased already is the same success, and its frame gets its first answer again', async () => {
    const { server, alice, conversation } = await conversationOf('first');
    onTestFinished(server.stop);
    const frame = alice.sealed(conversation, { body: utf8('again'.padEnd(320)) });
    const first = await alice.ask('conversations:send', { conversation, frame });
    for (const _ of [1, 2]) expect(await erase(alice, conversation, 3, 3)).toEqual(ok({}));
    expect(await alice.ask('conversations:send', { conversation, frame })).toEqual(first);
    expect((await recordsOf(alice, conversation)).kinds).toEqual(['change', 'frame', 'erased']);
  });
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { nextLogHash } from '../../../node/log-hash.ts';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import type { ConversationId } from '../../../protocol/ids.ts';
import { decodePage, decodeRecord } from '../../../protocol/records.ts';
import { type ConversationUser, startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function conversationOf(messages: number, folder?: string) {
  const server = await startConversations(folder ?? (await temporaryFolder()));
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const conversation = await alice.open([bob]);
  await Promise.all(Array.from({ length: messages }, () => alice.send(conversation)));
  return { server, alice, bob, conversation };
}

type Range = { readonly before?: number; readonly after?: number; readonly limit: number };

async function page(reader: ConversationUser, conversation: ConversationId, range: Range) {
  const answer = await reader.get('conversations:history', { conversation, ...range });
  const records = decodePage(answer.page) ?? [];
  return { ...answer, records, seqs: records.map((record) => decodeRecord(record)?.seq) };
}

function hashBehind(before: string, records: readonly Uint8Array[]): string {
  const end = records.reduce<Uint8Array>(nextLogHash, fromBase64url(before));
  return toBase64url(end);
}

describe('history', () => {
  test('4.4 pages join into one chain of hashes, over a restart', async () => {
    const folder = await temporaryFolder();
    const { server, bob, conversation } = await conversationOf(699, folder);
    await server.crash();
    const again = await startConversations(folder);
    onTestFinished(again.stop);
    const reader = await again.person('bob', bob.identity);
    let hashBehindPage = toBase64url(new Uint8Array(32));
    let after = 0;
    for (let more = true; more; ) {
      const got = await page(reader, conversation, { after, limit: 97 });
      expect(got.hashBefore).toBe(hashBehindPage);
      expect(got.seqs[0]).toBe(after + 1);
      hashBehindPage = hashBehind(got.hashBefore, got.records);
      after += got.records.length;
      more = got.more;
    }
    expect(after).toBe(700);
    expect((await reader.summary(conversation))?.headHash).toBe(hashBehindPage);
    const newest = await page(reader, conversation, { limit: 100 });
    expect(hashBehind(newest.hashBefore, newest.records)).toBe(hashBehindPage);
  });

  test('history reads down from the newest record or a position, and up from a position', async () => {
    const { server, bob, conversation } = await conversationOf(9);
    onTestFinished(server.stop);
    expect(await page(bob, conversation, { limit: 3 })).toMatchObject({ seqs: [8, 9, 10], more: true });
    expect(await page(bob, conversation, { before: 3, limit: 5 })).toMatchObject({
      seqs: [1, 2],
      more: false,
    });
    expect(await page(bob, conversation, { after: 8, limit: 2 })).toMatchObject({
      seqs: [9, 10],
      more: false,
    });
    expect(await page(bob, conversation, { after: 2, limit: 2 })).toMatchObject({ seqs: [3, 4], more: true });
    const nothing = await page(bob, conversation, { after: 10, limit: 2 });
    expect(nothing).toMatchObject({ seqs: [], more: false, head: 10 });
    expect(nothing.hashBefore).toBe((await bob.summary(conversation))?.headHash);
    expect(await page(bob, conversation, { before: 0, limit: 2 })).toMatchObject({ seqs: [], more: false });
  });

  test('a page is bounded in bytes and never empty for that', async () => {
    const { server, alice, bob, conversation } = await conversationOf(0);
    onTestFinished(server.stop);
    const body = new Uint8Array(60_000);
    await Promise.all(Array.from({ length: 30 }, () => alice.send(conversation, { body })));
    const down = await page(bob, conversation, { limit: 200 });
    expect(down.seqs).toEqual(Array.from({ length: 17 }, (_, index) => 15 + index));
    expect(down.more).toBe(true);
    const up = await page(bob, conversation, { after: 0, limit: 200 });
    expect(up.page.length).toBeLessThanOrEqual(1_048_576);
    expect(up.more).toBe(true);
  });
});

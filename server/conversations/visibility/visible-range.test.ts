import { describe, expect, onTestFinished, test } from 'vitest';
import { nextLogHash } from '../../../node/log-hash.ts';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { decodePage, decodeRecord } from '../../../protocol/records.ts';
import { startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { loadConversation } from '../state/conversation.ts';
import { membershipPath } from '../state/membership.ts';
import { visibleRange } from './visible-range.ts';

const FIRST = 6;

/** Ten records: the change at 1, then frames of Alice's; Bob's membership begins at 6, with nothing read from there on. */
async function lateMembership() {
  const folder = await temporaryFolder();
  const before = await startConversations(folder);
  const [alice, bob] = [await before.person('alice'), await before.person('bob')];
  const carol = await before.person('carol');
  const conversation = await alice.open([bob]);
  for (let count = 2; count <= 10; count += 1)
    await alice.send(conversation, { countsAsUnread: count !== 8 });
  const value = { first: FIRST, read: FIRST - 1, seen: FIRST - 2, received: FIRST - 1 };
  await before.store.commit([{ type: 'put', ...membershipPath(conversation, bob.address), value }]);
  await before.stop();
  const server = await startConversations(folder);
  onTestFinished(server.stop);
  return {
    server,
    conversation,
    alice: await alice.returnTo(server),
    bob: await bob.returnTo(server),
    carol,
  };
}

/** The positions of the records in a page. */
function seqsOf(page: Uint8Array): (number | undefined)[] {
  return (decodePage(page) ?? []).map((record) => decodeRecord(record)?.seq);
}

describe('a membership that begins later', () => {
  test('its range begins there; a stranger has none', async () => {
    const { server, conversation, alice, bob, carol } = await lateMembership();
    const loaded = await loadConversation(server.store, conversation, undefined);
    const rangeOf = (account: typeof alice.address) => visibleRange(server.directory, loaded, account);
    const { hash } = loaded.durable;
    expect(rangeOf(alice.address)).toEqual({ first: 1, last: 10, hash, unread: 0, former: [] });
    expect(rangeOf(bob.address)).toEqual({ first: FIRST, last: 10, hash, unread: 4, former: [] });
    expect(rangeOf(carol.address)).toBeUndefined();
  });

  test('history reads no record from before it, in either direction', async () => {
    const { conversation, bob } = await lateMembership();
    const read = async (range: { readonly before?: number; readonly after?: number }, limit = 50) => {
      const answer = await bob.get('conversations:history', { conversation, ...range, limit });
      return { ...answer, seqs: seqsOf(answer.page) };
    };
    const whole = [6, 7, 8, 9, 10];
    expect(await read({})).toMatchObject({ seqs: whole, more: false, head: 10 });
    expect(await read({}, 3)).toMatchObject({ seqs: [8, 9, 10], more: true });
    expect(await read({ before: 8 }, 2)).toMatchObject({ seqs: [6, 7], more: false });
    for (const after of [0, 3, 5]) expect(await read({ after })).toMatchObject({ seqs: whole, more: false });
    expect(await read({ after: 0 }, 2)).toMatchObject({ seqs: [6, 7], more: true });
    expect(await read({ after: 0, before: 4 })).toMatchObject({ seqs: [], more: false });
    const nothing = await read({ before: 3 });
    expect(nothing).toMatchObject({ seqs: [], more: false });
    const { page, hashBefore } = await read({});
    expect(nothing.hashBefore).toBe(hashBefore);
    const hash = (decodePage(page) ?? []).reduce<Uint8Array>(nextLogHash, fromBase64url(hashBefore));
    expect(toBase64url(hash)).toBe((await bob.summary(conversation))?.headHash);
  });

  test('a catch-up answers what history answers', async () => {
    const { conversation, bob } = await lateMembership();
    for (const after of [undefined, 0, 7]) {
      const wanted = { conversation, ...(after !== undefined && { after }), afterEpoch: 0 };
      const { conversations } = await bob.get('conversations:catch-up', { conversations: [wanted] });
      expect(seqsOf(conversations[0]!.history.page)).toEqual(after === 7 ? [8, 9, 10] : [6, 7, 8, 9, 10]);
    }
  });

  test('marks and unread counts begin there', async () => {
    const { conversation, bob } = await lateMembership();
    const mark = async (read: number) => {
      const positions = [{ conversation, read }];
      return (await bob.get('conversations:mark', { positions })).conversations[0]?.unread;
    };
    expect(await bob.summary(conversation)).toMatchObject({
      read: 5,
      unread: 4,
      from: ['alice@test.example'],
    });
    expect(await mark(3)).toBe(4);
    expect(await bob.summary(conversation)).toMatchObject({ read: 5 });
    expect(await mark(7)).toBe(2);
    expect(await mark(8)).toBe(2);
    expect(await mark(99)).toBe(0);
  });

  test('new records are pushed, and nothing from before is', async () => {
    const { conversation, alice, bob } = await lateMembership();
    await alice.send(conversation);
    const pushed = bob.connection.take('conversations:records');
    expect(pushed.flatMap(({ page }) => seqsOf(page))).toEqual([11]);
    expect(await bob.summary(conversation)).toMatchObject({ head: 11, unread: 5 });
  });
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { lobby, startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { countingStore } from '../../../test/support/wrapped-store.ts';

async function start() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  return { server, alice, bob };
}

describe('marks', () => {
  test('6.1 unread is the number of others’ frames behind the read position that count as unread', async () => {
    const { alice, bob } = await start();
    const conversation = await alice.open([bob]);
    for (const counts of [true, false, true, true])
      await alice.send(conversation, { countsAsUnread: counts });
    await bob.send(conversation);
    await alice.send(conversation);
    expect(await bob.summary(conversation)).toMatchObject({
      read: 0,
      unread: 4,
      from: ['alice@test.example'],
    });
    expect(await bob.get('conversations:mark', { positions: [{ conversation, read: 4 }] })).toMatchObject({
      conversations: [{ unread: 2 }],
    });
    expect(await bob.get('conversations:mark', { positions: [{ conversation, read: 3 }] })).toMatchObject({
      conversations: [{ unread: 2 }],
    });
    expect(await bob.get('conversations:mark', { positions: [{ conversation, read: 99 }] })).toMatchObject({
      conversations: [{ unread: 0 }],
    });
    expect(await bob.summary(conversation)).toMatchObject({ read: 7, unread: 0, from: [] });
    expect(await alice.summary(conversation)).toMatchObject({
      unread: 1,
      positions: [{ address: 'bob@test.example', received: 7, read: 7 }],
    });
  });

  test('a mark is pushed to one’s other connections with the unread count, and to the other member without', async () => {
    const { alice, bob } = await start();
    const conversation = await alice.open([bob]);
    await alice.send(conversation);
    const other = bob.connectAgain();
    await bob.get('conversations:mark', { positions: [{ conversation, received: 2 }] });
    const positions = { conversation, address: 'bob@test.example', received: 2, read: 0 };
    expect(bob.connection.take('conversations:positions')).toEqual([]);
    expect(other.take('conversations:positions')).toEqual([{ ...positions, unread: 1 }]);
    expect(alice.connection.take('conversations:positions')).toEqual([positions]);
  });

  test('marks that are written together are pushed once', async () => {
    const { alice, bob } = await start();
    const conversation = await alice.open([bob]);
    for (let count = 0; count < 5; count += 1) await alice.send(conversation);
    const marks = [2, 3, 4, 5].map((received) =>
      bob.get('conversations:mark', { positions: [{ conversation, received }] }),
    );
    const answer = { conversations: [{ conversation, unread: 5 }] };
    expect(await Promise.all(marks)).toEqual([answer, answer, answer, answer]);
    expect(alice.connection.take('conversations:positions')).toMatchObject([{ received: 5 }]);
  });

  test('6.1 a mark anywhere counts right, and reads no more of the log than one block', async () => {
    const { wrap, counted } = countingStore();
    const folder = await temporaryFolder();
    const before = await startConversations(folder, wrap);
    const [alice, bob] = [await before.person('alice'), await before.person('bob')];
    const conversation = await alice.open([bob]);
    const sent = Array.from({ length: 1_400 }, (_, n) => ({
      by: n % 5 < 2 ? bob : alice,
      counts: n % 3 > 0,
    }));
    await Promise.all(sent.map(({ by, counts }) => by.send(conversation, { countsAsUnread: counts })));
    // The counts of a block that is not whole yet survive a restart.
    await before.stop();
    const server = await startConversations(folder, wrap);
    onTestFinished(server.stop);
    const reader = await bob.returnTo(server);
    await (await alice.returnTo(server)).send(conversation);
    sent.push({ by: alice, counts: true });
    for (const read of [300, 511, 512, 700, 1_000, 1_280, 1_300, 1_401]) {
      counted.records = 0;
      const unread = sent.slice(read - 1).filter(({ by, counts }) => by === alice && counts).length;
      expect(await reader.get('conversations:mark', { positions: [{ conversation, read }] })).toEqual({
        conversations: [{ conversation, unread }],
      });
      expect(counted.records).toBeLessThanOrEqual(256);
    }
  });

  test('a stranger’s mark has no effect', async () => {
    const { server, alice, bob } = await start();
    const conversation = await alice.open([bob]);
    const carol = await server.person('carol');
    expect(await carol.ask('conversations:mark', { positions: [{ conversation, read: 1 }] })).toEqual({
      ok: true,
      value: { conversations: [] },
    });
    expect((await alice.summary(conversation))?.positions).toMatchObject([
      { address: 'bob@test.example', read: 0 },
    ]);
  });

  test('marks of many conversations are written together', async () => {
    const { alice, bob } = await start();
    const own = await bob.open([]);
    const both = await alice.open([bob]);
    await alice.send(both);
    const positions = [both, own, lobby].map((conversation) => ({ conversation, read: 99 }));
    expect(await bob.get('conversations:mark', { positions })).toEqual({
      conversations: [both, own, lobby].map((conversation) => ({ conversation, unread: 0 })),
    });
    expect(await bob.summary(both)).toMatchObject({ read: 2, unread: 0 });
  });
});

describe('the Lobby', () => {
  test('the Lobby has nothing unread for a newcomer, and counts from then on', async () => {
    const { server, alice, bob } = await start();
    await alice.say('before');
    expect(await bob.summary(lobby)).toMatchObject({ kind: 'public', head: 1, unread: 0 });
    await alice.say('one');
    const carol = await server.person('carol');
    await carol.say('two');
    await alice.say('three');
    expect(await bob.summary(lobby)).toMatchObject({
      head: 4,
      unread: 3,
      from: ['alice@test.example', 'carol@test.example'],
    });
    expect(
      await bob.get('conversations:mark', { positions: [{ conversation: lobby, read: 3 }] }),
    ).toMatchObject({ conversations: [{ unread: 1 }] });
    expect(await bob.summary(lobby)).toMatchObject({ read: 3, from: ['alice@test.example'] });
  });

  test('the Lobby is listed for an account without other conversations', async () => {
    const { alice } = await start();
    const { conversations, more } = await alice.get('conversations:list', {});
    expect(conversations.map(({ id }) => id)).toEqual([lobby]);
    expect(more).toBe(false);
    expect(await alice.get('conversations:list', { after: lobby })).toEqual({
      conversations: [],
      more: false,
      now: expect.any(Number),
    });
  });
});

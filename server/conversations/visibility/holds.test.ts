import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { lobby, startConversations } from '../../../test/support/conversation-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';

async function aliceAndBusyBob() {
  const server = await startConversations(await temporaryFolder());
  onTestFinished(server.stop);
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const conversation = await alice.open([bob]);
  await alice.send(conversation);
  await bob.get('people:set-status', { status: 'dnd' });
  bob.connection.pushes.splice(0);
  return { server, alice, bob, conversation };
}

describe('6.3 under dnd', () => {
  test('the server neither pushes nor lists what others send, nor shows it in the history', async () => {
    const { alice, bob, conversation } = await aliceAndBusyBob();
    const before = await bob.summary(conversation);
    expect(await alice.send(conversation)).toMatchObject({
      value: { seq: 3, recipients: [{ address: 'bob@test.example', status: 'dnd' }] },
    });
    await alice.send(conversation);
    expect(bob.connection.take('conversations:records')).toEqual([]);
    expect(await bob.summary(conversation)).toEqual(before);
    expect(await bob.get('conversations:history', { conversation, limit: 50 })).toMatchObject({ head: 2 });
    expect(before).toMatchObject({ head: 2, unread: 1 });
    expect(await alice.summary(conversation)).toMatchObject({ head: 4 });
  });

  test('a mark beyond the last visible position is taken as that position', async () => {
    const { alice, bob, conversation } = await aliceAndBusyBob();
    await alice.send(conversation);
    expect(await bob.get('conversations:mark', { positions: [{ conversation, read: 9 }] })).toMatchObject({
      conversations: [{ unread: 0 }],
    });
    await bob.get('people:set-status', { status: 'away' });
    expect(await bob.summary(conversation)).toMatchObject({ read: 2, unread: 1 });
  });

  test('leaving dnd announces everything withheld', async () => {
    const { alice, bob, conversation } = await aliceAndBusyBob();
    await alice.send(conversation);
    await alice.send(conversation);
    await bob.get('people:set-status', { status: 'normal' });
    const released = await vi.waitFor(() => {
      const [changed] = bob.connection.take('conversations:changed');
      expect(changed).toBeDefined();
      return changed;
    }, 10_000);
    expect(released).toMatchObject({
      conversation: { id: conversation, head: 4, unread: 3, from: ['alice@test.example'] },
    });
    await alice.send(conversation);
    expect(bob.connection.take('conversations:records')).toHaveLength(1);
  });

  test('5.6 a frame may claim the last visible position, however many records dnd withholds', async () => {
    const folder = await temporaryFolder();
    const first = await startConversations(folder);
    const [alice, bob] = [await first.person('alice'), await first.person('bob')];
    const conversation = await alice.open([bob]);
    await bob.get('people:set-status', { status: 'dnd' });
    for (let nth = 0; nth < 3; nth += 1) await alice.send(conversation);
    await first.stop();
    const again = await startConversations(folder);
    onTestFinished(again.stop);
    await alice.returnTo(again);
    const returned = await bob.returnTo(again);
    const { head: seenSeq, headHash: seenHash } = (await returned.summary(conversation))!;
    expect(seenSeq).toBe(1);
    expect(await returned.send(conversation, { seenSeq, seenHash })).toMatchObject({ value: { seq: 5 } });
  });

  test('sending in a conversation releases what was withheld there', async () => {
    const { alice, bob, conversation } = await aliceAndBusyBob();
    await alice.send(conversation);
    expect(await bob.send(conversation)).toMatchObject({ value: { seq: 4 } });
    expect(bob.connection.take('conversations:changed')).toMatchObject([
      { conversation: { head: 4, unread: 2 } },
    ]);
    await alice.send(conversation);
    expect(bob.connection.take('conversations:records')).toEqual([]);
    expect(await bob.summary(conversation)).toMatchObject({ head: 4, unread: 2 });
  });

  test('a hold outlives a restart', async () => {
    const folder = await temporaryFolder();
    const server = await startConversations(folder);
    const [alice, bob] = [await server.person('alice'), await server.person('bob')];
    const conversation = await alice.open([bob]);
    await bob.get('people:set-status', { status: 'dnd' });
    await alice.send(conversation);
    await server.crash();
    const again = await startConversations(folder);
    onTestFinished(again.stop);
    const returned = await again.person('bob', bob.identity);
    expect(await returned.summary(conversation)).toMatchObject({ head: 1, unread: 0 });
    await returned.get('people:set-status', { status: 'normal' });
    expect(await returned.summary(conversation)).toMatchObject({ head: 2, unread: 1 });
  });

  test('nothing is withheld in the Lobby and in notes to oneself', async () => {
    const { alice, bob } = await aliceAndBusyBob();
    const notes = await bob.open([]);
    bob.connection.pushes.splice(0);
    const other = bob.connectAgain();
    await bob.send(notes);
    await alice.say('hello');
    expect(other.take('conversations:records').map(({ conversation }) => conversation)).toEqual([
      notes,
      lobby,
    ]);
  });

  test('conversations:changes answers with the next key although dnd withholds its record', async () => {
    const { alice, bob, conversation } = await aliceAndBusyBob();
    await alice.send(conversation);
    const summary = await alice.summary(conversation);
    const { bytes, epochId } = await alice.change([bob], 2, alice.header(conversation).epochId);
    await alice.get('conversations:change', { conversation, change: bytes });
    expect(summary?.epoch).toBe(1);
    expect(bob.connection.take('conversations:records')).toEqual([]);
    const { page } = await bob.get('conversations:changes', { conversation, afterEpoch: 1 });
    expect(page.length).toBeGreaterThan(0);
    bob.follow(conversation, 2, epochId);
    expect(await bob.send(conversation)).toMatchObject({ ok: true });
  });
});

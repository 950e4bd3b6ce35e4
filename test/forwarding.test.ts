// Forwarded messages, and what is known of a message: whole engines and a real server.
import { expect, test, vi } from 'vitest';
import { refuse } from '../protocol/errors.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import { GroupUser } from './support/group-user.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

async function device(home: TestServer, name: string, acceptRequests = true): Promise<GroupUser> {
  const engine = await openTestEngine(home, { acceptRequests });
  unwrap(await engine.call('signIn', { username: name, password }));
  return new GroupUser(name, engine);
}

async function find(user: GroupUser, id: ConversationId, text: string) {
  return vi.waitFor(async () => {
    const found = (await user.messages(id)).find((one) => one.text === text);
    if (!found) throw new Error(`${user.name} has no ${text}`);
    return found;
  }, 10_000);
}

test('a forwarded text says neither whose it was nor where, alerts no one, and lasts as long as what is written there', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob, carol] = [
    await device(home, 'alice', false),
    await device(home, 'bob'),
    await device(home, 'carol'),
  ];
  const { id: withBob } = await bob.call('openDirect', { user: 'alice' });
  const text = 'The *key* is under the mat, @carol';
  await bob.send(withBob, 'Where?');
  const { id: question } = await find(bob, withBob, 'Where?');
  await bob.call('send', { conversation: withBob, text, replyTo: question });
  const { id: told } = await find(bob, withBob, text);
  await vi.waitFor(
    async () => expect((await alice.call('requests', undefined)).map(({ id }) => id)).toEqual([withBob]),
    10_000,
  );
  const forward = (messages: readonly MessageId[], ...to: readonly ConversationId[]) =>
    alice.engine.call('forward', { conversation: withBob, messages: [...messages], to: [...to] });
  const { id: withCarol } = await alice.call('openDirect', { user: 'carol' });

  // It is a request until Alice answers.
  expect(await forward([told], withCarol)).toEqual(refuse('request-pending'));
  await alice.call('answerRequest', { conversation: withBob, accept: true });
  const { id: group } = await alice.call('createGroup', { title: 'Chess', members: ['carol'] });
  await alice.call('setDisappearing', { conversation: group, seconds: 3_600 });

  const sent = unwrap(await forward([told, question, told], withCarol, group, withCarol));
  expect(sent.map((one) => [one.conversation, one.text])).toEqual([
    [withCarol, text],
    [withCarol, 'Where?'],
    [group, text],
    [group, 'Where?'],
  ]);
  for (const [reader, id] of [
    [carol, withCarol],
    [carol, group],
    [await device(home, 'alice'), withCarol],
  ] as const) {
    const come = await find(reader, id, text);
    expect(come).toMatchObject({ sender: 'alice', forwarded: true });
    expect(JSON.stringify(come)).not.toContain('bob');
    expect(come).not.toHaveProperty('mentions');
    expect(come).not.toHaveProperty('replyTo');
    expect('expires' in come).toBe(id === group);
  }
  expect(await find(bob, withBob, text)).not.toHaveProperty('forwarded');

  // All of it or nothing.
  const before = (await alice.messages(withCarol)).length;
  const locked = await alice.call('send', {
    conversation: withBob,
    text: 'locked',
    secret: { passphrase: 'open sesame' },
  });
  await bob.call('delete', { conversation: withBob, message: question });
  await vi.waitFor(async () => {
    const [deleted] = await alice.messages(withBob);
    expect(deleted).toMatchObject({ id: question, kind: 'deleted' });
  }, 10_000);
  expect(await forward([told, question], withCarol)).toEqual(refuse('not-allowed'));
  expect(await forward([told, locked.id], withCarol)).toEqual(refuse('not-allowed'));
  const unknown = 'A'.repeat(22) as MessageId;
  expect(await forward([told, unknown], withCarol)).toEqual(refuse('no-such-message'));
  await alice.call('leaveGroup', { conversation: group, successor: 'carol' });
  expect(await forward([told], withCarol, group)).toEqual(refuse('no-longer-a-member'));
  const nowhere = 'c'.repeat(43) as ConversationId;
  expect(await forward([told], withCarol, nowhere)).toEqual(refuse('no-such-conversation'));
  expect(await alice.messages(withCarol)).toHaveLength(before);
});

test('the details of a message say who has it, and what it said before; nothing of that once it is deleted', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = [await device(home, 'alice'), await device(home, 'bob')];
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.send(id, 'At seven?');
  const { id: message } = await find(bob, id, 'At seven?');
  const details = (user: GroupUser) => user.call('messageDetails', { conversation: id, message });
  const reaches = (state: string) =>
    vi.waitFor(async () => expect((await details(alice)).receipts).toEqual([{ user: 'bob', state }]), 10_000);
  await reaches('delivered');
  await bob.call('markRead', { conversation: id, upTo: message });
  await reaches('read');

  for (const text of ['At eight?', 'At nine?']) await alice.call('edit', { conversation: id, message, text });
  await find(bob, id, 'At nine?');
  const known = await details(bob);
  expect(known).toMatchObject({ edits: 2, message: { text: 'At nine?' } });
  expect(known).not.toHaveProperty('receipts');
  expect(known.revisions.map(({ text }) => text)).toEqual(['At seven?', 'At eight?', 'At nine?']);
  expect(known.revisions.map(({ at }) => at)).toEqual(known.revisions.map(({ at }) => at).toSorted());

  await alice.call('delete', { conversation: id, message });
  await vi.waitFor(async () => expect(await details(bob)).toMatchObject({ edits: 0, revisions: [] }), 10_000);
  const lobby = (await alice.call('conversations', undefined)).find(({ kind }) => kind === 'public')!.id;
  const { id: said } = await alice.call('send', { conversation: lobby, text: 'everyone' });
  const open = await alice.call('messageDetails', { conversation: lobby, message: said });
  expect(open).not.toHaveProperty('receipts');
});

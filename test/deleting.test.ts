// Who may delete what in a group, and what a lying server or member can make of deletions.
import { expect, test, vi } from 'vitest';
import { sha256 } from '../node/sha256.ts';
import { refuse } from '../protocol/errors.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import { decodePage, encodePage, eraseRecord } from '../protocol/records.ts';
import { GroupUser, groupUsers } from './support/group-user.ts';
import { startMaliciousProxy } from './support/malicious-proxy.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

async function idOf(user: GroupUser, conversation: ConversationId, text: string): Promise<MessageId> {
  return vi.waitFor(async () => {
    const found = (await user.messages(conversation)).find((message) => message.text === text && message.seq);
    if (!found) throw new Error(`${user.name} has no ${text}`);
    return found.id;
  }, 10_000);
}

const placeOf = async (user: GroupUser, conversation: ConversationId, id: MessageId) =>
  (await user.messages(conversation)).find((message) => message.id === id);

test('admins delete what others wrote in a group, members only what they wrote themselves', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob', 'carol'] });
  const [alice, bob, carol] = await groupUsers(server, ['alice', 'bob', 'carol']);
  if (!alice || !bob || !carol) throw new Error('three users');
  const { id } = await alice.call('createGroup', { title: 'Chess', members: ['bob', 'carol'] });
  await carol.sees(id, { title: 'Chess' });
  await bob.sees(id, { title: 'Chess' });
  await carol.send(id, 'an insult');
  await carol.send(id, 'a slip');
  const [insult, slip] = [await idOf(bob, id, 'an insult'), await idOf(carol, id, 'a slip')];
  const refused = await bob.engine.call('delete', { conversation: id, message: insult });
  expect(refused).toEqual(refuse('not-allowed'));
  const made = 'B'.repeat(22) as MessageId;
  expect(await bob.engine.call('delete', { conversation: id, message: made })).toEqual(
    refuse('no-such-message'),
  );
  await alice.call('delete', { conversation: id, message: insult });
  await carol.call('delete', { conversation: id, message: slip });
  for (const user of [alice, bob, carol]) {
    await vi.waitFor(async () => {
      expect(await placeOf(user, id, insult)).toMatchObject({
        kind: 'deleted',
        sender: 'carol',
        deletedBy: 'alice',
      });
      expect(await placeOf(user, id, slip)).toMatchObject({
        kind: 'deleted',
        sender: 'carol',
        deletedBy: 'carol',
      });
    }, 10_000);
  }
  expect((await bob.find(id))?.unread).toBe(2);
  await alice.call('setRole', { conversation: id, user: 'bob', role: 'admin' });
  await bob.sees(id, { members: expect.arrayContaining([{ user: 'bob', role: 'admin' }]) });
  await alice.send(id, 'by the owner');
  await bob.call('delete', { conversation: id, message: await idOf(bob, id, 'by the owner') });
  await vi.waitFor(
    async () => expect((await carol.messages(id)).at(-1)).toMatchObject({ deletedBy: 'bob' }),
    10_000,
  );
});

test('an edit that another device made before it knew of the deletion is erased with it, and never shown', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = await groupUsers(server, ['alice', 'bob']);
  if (!alice || !bob) throw new Error('two users');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.send(id, 'first');
  const message = await idOf(bob, id, 'first');
  const proxy = await startMaliciousProxy(server.url);
  const phone = await openTestEngine(proxy);
  unwrap(await phone.call('signIn', { username: 'alice', password }));
  const onPhone = new GroupUser('alice', phone);
  await idOf(onPhone, id, 'first');
  proxy.turnAwayWith = { code: 'server-stopping' };
  proxy.cut();
  await phone.call('edit', { conversation: id, message, text: 'edited too late' });
  await alice.call('delete', { conversation: id, message });
  await vi.waitFor(
    async () => expect(await placeOf(bob, id, message)).toMatchObject({ kind: 'deleted' }),
    10_000,
  );
  proxy.turnAwayWith = undefined;
  await alice.send(id, 'later');
  const late = new GroupUser('alice', await openTestEngine(server));
  await vi.waitFor(async () => expect((await onPhone.messages(id)).at(-1)?.text).toBe('later'), 20_000);
  unwrap(await late.engine.call('signIn', { username: 'alice', password }));
  await vi.waitFor(async () => {
    const places = await late.messages(id);
    expect(places.map(({ kind, text }) => text ?? kind)).toEqual(['deleted', 'later']);
  }, 10_000);
});

test('a server that erases what no one has deleted gets no message taken for deleted', async () => {
  const server = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice] = await groupUsers(server, ['alice']);
  if (!alice) throw new Error('a user');
  const proxy = await startMaliciousProxy(server.url);
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.send(id, 'kept from bob');
  const erasing = (page: Uint8Array) =>
    encodePage((decodePage(page) ?? []).map((record) => eraseRecord(record, sha256) ?? record));
  proxy.forgeries.set('conversations:catch-up', (truth: never) => {
    const answer = structuredClone(truth) as {
      value: { conversations: { history: { page: Uint8Array } }[] };
    };
    for (const { history } of answer.value.conversations) history.page = erasing(history.page);
    return { answer };
  });
  proxy.forgeries.set('conversations:history', (truth: never) => {
    const answer = structuredClone(truth) as { value: { page: Uint8Array } };
    answer.value.page = erasing(answer.value.page);
    return { answer };
  });
  const taken = await server.takeAccount('bob');
  const bob = new GroupUser(
    'bob',
    await openTestEngine(proxy, { profileFolder: taken?.profileFolder ?? '' }),
  );
  await vi.waitFor(async () => expect(await bob.find(id)).toMatchObject({ unread: 1 }), 10_000);
  expect((await bob.messages(id)).map(({ kind, code }) => `${kind} ${code}`)).toEqual(['unreadable erased']);
});

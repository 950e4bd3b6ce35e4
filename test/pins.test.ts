// Pinned messages: whole engines and a real server.
import { expect, test, vi } from 'vitest';
import { refuse } from '../protocol/errors.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { GroupUser } from './support/group-user.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

async function device(home: TestServer, name: string): Promise<GroupUser> {
  const engine = await openTestEngine(home);
  unwrap(await engine.call('signIn', { username: name, password }));
  return new GroupUser(name, engine);
}

async function seesPinned(user: GroupUser, id: ConversationId, texts: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const { pinned = [] } = (await user.find(id)) ?? {};
    expect(pinned.map(({ text, by }) => `${text} by ${by}`)).toEqual(texts);
  }, 10_000);
}

test('both pin in a direct conversation, admins in a group, nobody in the Lobby, and a later device sees the same', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = [await device(home, 'alice'), await device(home, 'bob')];
  const { id: direct } = await alice.call('openDirect', { user: 'bob' });
  const { id: group } = await alice.call('createGroup', { title: 'Chess', members: ['bob'] });
  for (const id of [direct, group]) for (const text of ['one', 'two', 'three']) await alice.send(id, text);
  await bob.sees(direct, { unread: 3 });
  await bob.sees(group, { unread: 3 });
  const messageIn = async (id: ConversationId, text: string) =>
    (await alice.messages(id)).find((one) => one.text === text)!.id;
  const pin = async (by: GroupUser, conversation: ConversationId, text: string, on?: boolean) =>
    by.engine.call('pin', {
      conversation,
      message: await messageIn(conversation, text),
      ...(on === false && { on }),
    });

  unwrap(await pin(alice, direct, 'one'));
  await seesPinned(bob, direct, ['one by alice']);
  unwrap(await pin(bob, direct, 'two'));
  await seesPinned(alice, direct, ['two by bob', 'one by alice']);
  unwrap(await pin(bob, direct, 'one', false));
  expect(await pin(bob, group, 'one')).toEqual(refuse('not-allowed'));
  for (const text of ['one', 'two', 'three']) unwrap(await pin(alice, group, text));
  unwrap(
    await alice.engine.call('edit', {
      conversation: group,
      message: await messageIn(group, 'one'),
      text: 'first',
    }),
  );
  unwrap(await alice.engine.call('delete', { conversation: group, message: await messageIn(group, 'two') }));
  const lobby = (await bob.call('conversations', undefined)).find(({ kind }) => kind === 'public')!.id;
  await alice.send(lobby, 'everyone');
  expect(await pin(alice, lobby, 'everyone')).toEqual(refuse('not-allowed'));

  for (const user of [alice, bob, await device(home, 'alice')]) {
    await seesPinned(user, direct, ['two by bob']);
    await seesPinned(user, group, ['three by alice', 'first by alice']);
  }
  // Pins are nothing to read.
  await bob.sees(direct, { unread: 3 });
});

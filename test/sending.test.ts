// What surrounds a message on its way: typing, and what the user chooses for the account. Whole engines and a real server.
import { expect, test, vi } from 'vitest';
import { GroupUser } from './support/group-user.ts';
import { openTestEngine, password } from './support/test-engine.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { unwrap } from './support/unwrap.ts';

async function device(home: TestServer, name: string): Promise<GroupUser> {
  const engine = await openTestEngine(home);
  unwrap(await engine.call('signIn', { username: name, password }));
  return new GroupUser(name, engine);
}

test('typing shows until the message comes, and off on one device it is off on all of the account', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const [alice, bob, phone] = [
    await device(home, 'alice'),
    await device(home, 'bob'),
    await device(home, 'bob'),
  ];
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await alice.send(id, 'Hello');
  await bob.reads(id, 'alice: Hello');
  const requests = await bob.call('requests', undefined);
  for (const { id: conversation } of requests)
    await bob.call('answerRequest', { conversation, accept: true });
  const seen: unknown[] = [];
  bob.engine.on('typing', (typing) => seen.push(typing));
  await alice.call('setTyping', { conversation: id });
  await vi.waitFor(() => expect(seen).toEqual([{ conversation: id, users: ['alice'] }]), 10_000);
  await alice.send(id, 'How are you?');
  await vi.waitFor(() => expect(seen).toHaveLength(2), 10_000);
  expect(seen[1]).toEqual({ conversation: id, users: [] });

  expect(await phone.call('settings', undefined)).toMatchObject({ typing: true });
  await phone.call('setSettings', { typing: false });
  await vi.waitFor(
    async () => expect(await bob.call('settings', undefined)).toMatchObject({ typing: false }),
    10_000,
  );
});

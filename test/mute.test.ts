// Muted conversations: whole engines and a real server.
import { expect, test, vi } from 'vitest';
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

/** The texts of the messages of a conversation that this user hears, and whether each is an alert. */
function hear(user: GroupUser, id: ConversationId): string[] {
  const heard: string[] = [];
  user.engine.on('message', ({ conversation, message, alert }) => {
    if (conversation === id && message.sender !== user.name) heard.push(`${message.text} ${alert ?? false}`);
  });
  return heard;
}

test('a conversation that one device mutes raises no alert on any, until one of them unmutes it', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob'] });
  const [laptop, phone, bob] = [
    await device(home, 'alice'),
    await device(home, 'alice'),
    await device(home, 'bob'),
  ];
  const { id } = await laptop.call('openDirect', { user: 'bob' });
  await laptop.send(id, 'hello');
  await phone.sees(id, {});
  const heard = [hear(laptop, id), hear(phone, id)];
  const hearsLast = async (line: string) => {
    for (const lines of heard) await vi.waitFor(() => expect(lines).toContain(line), 10_000);
  };

  const until = new Date(Date.now() + 3_600_000).toISOString();
  await laptop.call('mute', { conversation: id, until });
  await phone.sees(id, { muted: { until } });
  await bob.sees(id, {});
  await bob.call('send', { conversation: id, text: 'quietly' });
  await hearsLast('quietly false');
  for (const { engine } of [laptop, phone]) {
    expect(unwrap(await engine.call('unread', undefined)).conversations).toMatchObject([
      { count: 1, muted: true },
    ]);
  }

  await phone.call('mute', { conversation: id });
  await laptop.sees(id, { muted: {} });
  await phone.call('unmute', { conversation: id });
  await vi.waitFor(async () => expect(await laptop.find(id)).not.toHaveProperty('muted'), 10_000);
  await bob.call('send', { conversation: id, text: 'aloud' });
  await hearsLast('aloud true');
  // A device that is new to the account has decided nothing otherwise.
  await phone.call('mute', { conversation: id });
  await (await device(home, 'alice')).sees(id, { muted: {} });
});

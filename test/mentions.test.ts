// Mentions, and what conversations raise notifications for: whole engines and a real server.
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

/** The texts that alert this user; they have come once the `last` one has. */
function hearAlerts(user: GroupUser, id: ConversationId) {
  const heard: string[] = [];
  const alerts: string[] = [];
  user.engine.on('message', ({ conversation, message, alert }) => {
    if (conversation !== id || message.sender === user.name) return;
    heard.push(message.text ?? '');
    if (alert) alerts.push(message.text ?? '');
  });
  return async (last: string) => {
    await vi.waitFor(() => expect(heard).toContain(last), 10_000);
    return alerts.splice(0);
  };
}

test('a mention alerts through a mute, unless the user wants nothing of the conversation, on each of their devices', async () => {
  const home = await startTestServer({ accounts: ['alice', 'bob', 'carol', 'dora'] });
  const [laptop, phone] = [await device(home, 'alice'), await device(home, 'alice')];
  const [bob, carol] = [await device(home, 'bob'), await device(home, 'carol')];
  const { id } = await bob.call('createGroup', { title: 'Chess', members: ['alice', 'carol'] });
  await laptop.send(id, 'here');
  await phone.sees(id, { title: 'Chess' });
  await bob.sees(id, { title: 'Chess' });
  const devices = [laptop, phone];
  const alerts = devices.map((one) => hearAlerts(one, id));
  const bothHear = async (last: string) => Promise.all(alerts.map((heard) => heard(last)));
  const say = (text: string, more = {}) => bob.call('send', { conversation: id, text, ...more });

  await laptop.call('mute', { conversation: id });
  await phone.sees(id, { muted: {} });
  await say('aside');
  const asked = await say('Well, @Alice? And @dora, @zoe, mail@carol');
  expect(asked.mentions).toEqual(['alice']);
  await say('(@alice is not called)', { mentions: [] });
  expect(await bothHear('(@alice is not called)')).toEqual([[asked.text], [asked.text]]);
  for (const one of devices) {
    expect((await one.sees(id, { mentions: 1, unread: 3 })).notifications).toBeUndefined();
    expect((await one.call('unread', undefined)).conversations).toMatchObject([{ mentions: 1, muted: true }]);
  }

  await phone.call('unmute', { conversation: id });
  await phone.call('setNotifications', { conversation: id, level: 'mentions' });
  await laptop.sees(id, { notifications: 'mentions' });
  const plain = await say('nothing new');
  await bob.call('edit', {
    conversation: id,
    message: plain.id,
    text: 'new for @alice and @carol',
  });
  await say('later');
  expect(await bothHear('later')).toEqual([['new for @alice and @carol'], ['new for @alice and @carol']]);

  await laptop.call('setNotifications', { conversation: id, level: 'none' });
  await phone.sees(id, { notifications: 'none' });
  await say('@alice?');
  await say('no one there');
  expect(await bothHear('no one there')).toEqual([[], []]);
  await carol.sees(id, { mentions: 1 });
  // A device that is new to the account has the same.
  const late = await device(home, 'alice');
  await late.sees(id, { notifications: 'none', mentions: 3 });
  const last = (await laptop.messages(id)).at(-1);
  await laptop.call('markRead', { conversation: id, ...(last && { upTo: last.id }) });
  await vi.waitFor(async () => expect(await late.find(id)).not.toHaveProperty('mentions'), 10_000);

  const strangers = { conversation: id, text: 'x', mentions: ['dora'] };
  expect(await bob.engine.call('send', strangers)).toEqual(refuse('no-such-user'));
  const lobby = (await bob.call('conversations', undefined)).find(({ kind }) => kind === 'public');
  const everyone = { conversation: lobby?.id ?? id, text: '@zoe, @alice' };
  expect((await bob.call('send', everyone)).mentions).toEqual(['alice']);
});

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

test('typing shows until the message comes, a silent one alerts no one and is unread, and typing is off on all devices of the account', async () => {
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
  const alerts = new Map<string | undefined, boolean>();
  bob.engine.on('message', ({ message, alert = false, revised }) => {
    if (!revised && message.sender === 'alice') alerts.set(message.text, alert);
  });
  const seen: unknown[] = [];
  bob.engine.on('typing', (typing) => seen.push(typing));
  await alice.call('setTyping', { conversation: id });
  await vi.waitFor(() => expect(seen).toEqual([{ conversation: id, users: ['alice'] }]), 10_000);
  await alice.send(id, 'How are you?');
  await vi.waitFor(() => expect(seen).toHaveLength(2), 10_000);
  await alice.call('send', { conversation: id, text: 'No hurry, @bob.', silent: true });
  await vi.waitFor(() => expect(alerts.has('No hurry, @bob.')).toBe(true), 10_000);
  expect(Object.fromEntries(alerts)).toEqual({ 'How are you?': true, 'No hurry, @bob.': false });
  expect(await bob.sees(id, { unread: 3 })).toMatchObject({ mentions: 1, lastMessage: { silent: true } });
  expect(seen[1]).toEqual({ conversation: id, users: [] });

  expect(await phone.call('settings', undefined)).toMatchObject({ typing: true });
  await phone.call('setSettings', { typing: false });
  await vi.waitFor(
    async () => expect(await bob.call('settings', undefined)).toMatchObject({ typing: false }),
    10_000,
  );
});

test('a message is taken back before anything of it has gone out, or goes out once its time is over', async () => {
  const home = await startTestServer({ accounts: ['alice'] });
  const engine = await openTestEngine(home);
  const alice = new GroupUser('alice', engine);
  unwrap(await engine.call('signIn', { username: 'alice', password }));
  const { id } = await alice.call('openDirect', { user: 'alice' });
  await alice.send(id, 'before');
  const question = (await alice.messages(id))[0];
  await alice.call('setSettings', { undoSeconds: 10 });
  const send = (text: string) =>
    alice.call('send', { conversation: id, text, ...(question && { replyTo: question.id }) });
  expect(await send('hasty')).toMatchObject({ undoable: true, state: 'sending' });
  const undone = await alice.call('undoSend', { conversation: id });
  expect(undone).toMatchObject({ text: 'hasty', replyTo: { id: question?.id, sender: 'alice' } });
  expect((await alice.messages(id)).map(({ text }) => text)).toEqual(['before']);
  expect(await engine.call('undoSend', { conversation: id, message: undone.id })).toMatchObject({
    code: 'already-sent',
  });
  // What it held up goes out with it.
  await send('hasty again');
  await alice.call('setSettings', { undoSeconds: 0 });
  const last = await send('in time');
  expect(last.undoable).toBeUndefined();
  const again = (await alice.messages(id)).find(({ text }) => text === 'hasty again');
  await alice.call('undoSend', { conversation: id, ...(again && { message: again.id }) });
  await vi.waitFor(
    async () =>
      expect((await alice.messages(id)).map(({ text, seq }) => [text, seq !== undefined])).toEqual([
        ['before', true],
        ['in time', true],
      ]),
    10_000,
  );
});

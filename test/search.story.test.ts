// What people have written is found again: by words and parts of them, with filters, on a device that has just come, and never
// more of it than its user may see.
import { expect, test } from 'vitest';
import type { RpcUser } from './support/rpc-server.ts';
import { startRpcServer } from './support/rpc-server.ts';

async function texts(person: RpcUser, text: string): Promise<readonly (string | undefined)[]> {
  const { hits } = await person.call('search', { text });
  return hits.map(({ message }) => message.text);
}

test('alice finds what she and bob wrote, as it reads now, and goes to where it was said', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const arrives = async (text: string) => {
    const { message } = await bob.next('message', ({ message: one }) => one.text === text);
    return message;
  };
  for (const text of ['Treffen an der Straße', '明日の会議は東京で', 'the key is under the mat']) {
    await alice.call('send', { conversation: id, text });
    await arrives(text);
  }
  expect(await texts(bob, 'STRASSE')).toEqual(['Treffen an der Straße']);
  expect(await texts(bob, '会議')).toEqual(['明日の会議は東京で']);
  expect(await texts(bob, 'from:alice t')).toEqual(['the key is under the mat', 'Treffen an der Straße']);
  const { hits } = await bob.call('search', { text: 'the' });
  expect(hits[0]).toMatchObject({
    title: 'alice',
    ranges: [
      { start: 0, end: 3 },
      { start: 17, end: 20 },
    ],
  });

  const found = hits[0]?.message.id;
  if (!found) throw new Error('nothing was found');
  const around = await bob.call('history', { conversation: id, around: found, limit: 3 });
  expect(around.messages.map(({ text }) => text)).toEqual(['明日の会議は東京で', 'the key is under the mat']);

  await alice.call('edit', { conversation: id, message: found, text: 'the key is with me' });
  await arrives('the key is with me');
  for (const person of [alice, bob]) {
    expect(await texts(person, 'mat')).toEqual([]);
    expect(await texts(person, '"the key"')).toEqual(['the key is with me']);
  }
  await bob.call('block', { user: 'alice' });
  expect(await texts(bob, 'key')).toEqual([]);
  await bob.close();
  const [again] = [await server.client(bob.profile)];
  expect((await again.call('search', { text: 'key', conversation: id })).hits).toHaveLength(1);
});

test('odd input gets a named answer', async () => {
  const server = await startRpcServer({ accounts: ['alice'] });
  const alice = await server.person('alice');
  const { id } = await alice.call('openDirect', { user: 'alice' });
  await alice.call('send', { conversation: id, text: 'NEAR(a* -b ^c : "d' });
  const code = async (parameters: unknown) => (await alice.ask('search', parameters)).error?.data?.code;
  const refused = [
    { text: '' },
    { text: 'x'.repeat(65_536) },
    { text: 'word '.repeat(10_000) },
    { text: 7 },
    {},
  ];
  for (const parameters of refused) expect(await code(parameters)).toBe('bad-request');
  expect(await code({ text: 'a', before: 'yesterday' })).toBe('bad-request');
  expect(await code({ text: 'a', conversation: 'a'.repeat(43) })).toBe('no-such-conversation');
  for (const text of ['***', '"', 'a AND', 'NEAR(a*', '-b', '^c', ':', '"d', "';--", '\\', '(((', 'NOT x']) {
    expect([undefined, 'bad-request']).toContain(await code({ text }));
  }
  expect(await texts(alice, 'NEAR(a*')).toHaveLength(1);
});

// Replies and reactions between two people, of whom now one and now the other is away, and as a third device sees them.
import { expect, test } from 'vitest';
import type { Message } from '../engine/api/api.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import { type RpcUser, startRpcServer } from './support/rpc-server.ts';

type Person = Pick<RpcUser, 'call'>;

async function look(person: Person, conversation: ConversationId) {
  const { messages } = await person.call('history', { conversation });
  return messages.map(({ text, edited, replyTo, reactions }) => ({
    text,
    edited: edited !== undefined,
    ...(replyTo && { answers: replyTo.text }),
    ...(reactions && { reactions: reactions.map(withoutOwn) }),
  }));
}

function withoutOwn({ own, ...reaction }: NonNullable<Message['reactions']>[number]) {
  return reaction;
}

test('replies and reactions arrive, though each side was away in turn, and a later device shows the same', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  let bob: Person & Pick<RpcUser, 'next' | 'close'> = await server.person('bob');
  const bobs = bob as RpcUser;
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const hello = await alice.call('send', { conversation: id, text: 'Shall we meet?' });
  await bob.next('message', ({ message }) => message.id === hello.id);
  const react = (person: Person, message: MessageId, emoji: string, on?: boolean) =>
    person.call('react', { conversation: id, message, emoji, ...(on !== undefined && { on }) });

  const mine = await react(bob, hello.id, '👍');
  expect(mine.reactions).toEqual([{ emoji: '👍', count: 1, users: ['bob'], own: true }]);
  const seen = await alice.next('message', ({ message }) => message.reactions !== undefined);
  expect(seen).toMatchObject({ revised: true, reacted: true, message: { id: hello.id } });
  expect(seen.message.reactions).toEqual([{ emoji: '👍', count: 1, users: ['bob'] }]);
  expect((await alice.call('unread', undefined)).total).toBe(0);

  const answer = await bob.call('send', { conversation: id, text: 'At seven', replyTo: hello.id });
  await alice.next('message', ({ message }) => message.id === answer.id);
  await bob.close();

  await alice.call('edit', { conversation: id, message: hello.id, text: 'Shall we meet tonight?' });
  await react(alice, answer.id, '🎉');
  await react(alice, answer.id, '❤️');
  await react(alice, answer.id, '🎉', false);
  const last = await alice.call('send', { conversation: id, text: 'Done' });
  await alice.next('message', ({ message }) => message.id === last.id && message.state === 'sent');
  await alice.close();

  bob = await server.client(bobs.profile);
  await bob.next('message', ({ message }) => message.id === last.id);
  await react(bob, hello.id, '🎉');
  const away = await bob.call('send', { conversation: id, text: 'Fine', replyTo: answer.id });
  await bob.next('message', ({ message }) => message.id === away.id && message.state === 'sent');

  const everything = [
    {
      text: 'Shall we meet tonight?',
      edited: true,
      reactions: [
        { emoji: '👍', count: 1, users: ['bob'], beforeEdit: true },
        { emoji: '🎉', count: 1, users: ['bob'] },
      ],
    },
    {
      text: 'At seven',
      edited: false,
      answers: 'Shall we meet tonight?',
      reactions: [{ emoji: '❤️', count: 1, users: ['alice'] }],
    },
    { text: 'Done', edited: false },
    { text: 'Fine', edited: false, answers: 'At seven' },
  ];
  expect(await look(bob, id)).toEqual(everything);
  const back = await server.client(alice.profile);
  await back.next('message', ({ message }) => message.id === away.id);
  expect(await look(back, id)).toEqual(everything);
  const laptop = await server.device(bobs, 'Laptop');
  await expect.poll(() => look(laptop, id)).toEqual(everything);
});

test('what can be neither answered nor reacted to is refused with a sentence', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob', 'carol'] });
  const alice = await server.person('alice');
  const { id } = await alice.call('openDirect', { user: 'bob' });
  const other = await alice.call('openDirect', { user: 'carol' });
  const foreign = await alice.call('send', { conversation: other.id, text: 'for carol' });
  const hello = await alice.call('send', { conversation: id, text: 'hello' });

  const missing = {
    code: 'no-such-message',
    message: expect.stringContaining('This message doesn’t exist.'),
  };
  await expect(
    alice.call('send', { conversation: id, text: 'what?', replyTo: foreign.id }),
  ).rejects.toMatchObject(missing);
  await expect(
    alice.call('react', { conversation: id, message: foreign.id, emoji: '👍' }),
  ).rejects.toMatchObject(missing);
  for (const emoji of ['nice', '👍👍', '', '👍'.repeat(16_384)])
    await expect(
      alice.call('react', { conversation: id, message: hello.id, emoji }),
      emoji.slice(0, 4),
    ).rejects.toMatchObject({ code: 'bad-request' });
});

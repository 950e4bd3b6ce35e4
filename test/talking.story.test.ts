import { expect, test } from 'vitest';
import { startRpcServer } from './support/rpc-server.ts';

test('two people sign up and talk', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const alice = await server.person('alice');
  const bob = await server.person('bob');

  const conversation = await alice.call('openDirect', { user: 'bob' });
  const sent = await alice.call('send', { conversation: conversation.id, text: 'Hello Bob' });
  expect(sent).toMatchObject({ sender: 'alice', text: 'Hello Bob', state: 'sending' });

  const arrived = await bob.next('message', ({ message }) => message.text === 'Hello Bob');
  expect(arrived.message).toMatchObject({ sender: 'alice', kind: 'text', seq: 2 });
  expect(arrived.conversation).toBe(conversation.id);

  await bob.call('send', { conversation: conversation.id, text: 'Hello Alice', replyTo: sent.id });
  const answer = await alice.next('message', ({ message }) => message.sender === 'bob');
  expect(answer.message).toMatchObject({
    text: 'Hello Alice',
    replyTo: { id: sent.id, sender: 'alice', kind: 'text', text: 'Hello Bob' },
  });

  const { messages, more } = await alice.call('history', { conversation: conversation.id });
  expect(messages.map(({ text }) => text)).toEqual(['Hello Bob', 'Hello Alice']);
  expect(more).toBe(false);
});

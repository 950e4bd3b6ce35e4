// What a person types at `parley chat` about single messages, and what another reads.
import { expect, test } from 'vitest';
import { ChatProcess } from './support/chat-process.ts';
import { startRpcServer } from './support/rpc-server.ts';

test('at the terminal one replies, reacts, edits, pins and deletes, and the other reads it', async () => {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const bob = await server.person('bob');
  const alice = await server.person('alice');
  await alice.close();
  const { id: conversation } = await bob.call('openDirect', { user: 'alice' });
  await bob.call('send', { conversation, text: 'Tea or coffee, @alice?' });
  const terminal = new ChatProcess(server.url, alice.profile);
  await terminal.shows('bob wants to write to you');
  terminal.type('/accept bob');
  await terminal.shows('bob (mentions you): Tea or coffee, @alice?');
  terminal.type('/last');
  await terminal.shows(' bob: Tea or coffee, @alice?');
  terminal.type('/reply Tee');
  const received = async (text: string) =>
    (await bob.next('message', ({ message }) => message.text === text && message.sender === 'alice')).message;
  expect(await received('Tee')).toMatchObject({ replyTo: { text: 'Tea or coffee, @alice?' } });
  terminal.type('/edit Tea');
  expect(await received('Tea')).toMatchObject({ edited: expect.any(String) });
  terminal.type('/react 👍');
  await bob.next('message', ({ message }) => message.reactions?.[0]?.emoji === '👍');
  terminal.type('/pin');
  await terminal.shows('Pinned by alice: Tea');
  terminal.type('/delete');
  await terminal.shows('Delete this message? (y/n)');
  terminal.type('y');
  await bob.next('message', ({ message }) => message.kind === 'deleted');
  terminal.type('/quit');
  expect(await terminal.process.ended).toBe(0);
});

// A server that shows an old state, or different states to different people, is found out; nobody loses what
// they have, and nothing more is entrusted to it.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RpcClient } from './support/rpc-client.ts';
import { type Person, startServer, type TestServer } from './support/rpc-server.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

interface Talk {
  readonly server: TestServer;
  readonly alice: Person;
  readonly bob: Person;
  readonly conversation: string;
}

/** Alice and Bob, each of whom has said something that the other has. */
async function startTalk(): Promise<Talk> {
  const server = await startServer();
  const [alice, bob] = [await server.person('alice'), await server.person('bob')];
  const { id } = await alice.call('openDirect', { user: 'bob' });
  await say(alice, id, 'from alice', bob);
  await say(bob, id, 'from bob', alice);
  return { server, alice, bob, conversation: id };
}

async function say(from: RpcClient, conversation: string, text: string, to: RpcClient): Promise<void> {
  await from.call('send', { conversation, text });
  for (const client of [from, to]) {
    await client.next('message', ({ message }) => message.text === text && message.seq !== undefined);
  }
}

/** What the stopped server would say from here on, kept for later. */
async function copyOf({ dataFolder }: TestServer): Promise<string> {
  const copy = join(await temporaryFolder(), 'copy');
  await cp(dataFolder, copy, { recursive: true });
  return copy;
}

/** The server that the clients know by its port, with another memory. */
function startInPlaceOf({ url }: TestServer, dataFolder: string): Promise<TestServer> {
  return startServer({ dataFolder, args: ['--port', new URL(url).port] });
}

async function textsAt(client: RpcClient, conversation: string) {
  const { messages } = await client.call('history', { conversation });
  return messages.map(({ text, state }) => (state === 'sending' ? `${text} (waits)` : text));
}

test('a server that was set back to an old state is told, and takes nothing away', async () => {
  const talk = await startTalk();
  await talk.server.stop();
  const old = await copyOf(talk.server);
  const server = await startInPlaceOf(talk.server, talk.server.dataFolder);
  await say(talk.alice, talk.conversation, 'said since', talk.bob);
  await server.stop();

  await startInPlaceOf(server, old);
  const everything = ['from alice', 'from bob', 'said since'];
  for (const client of [talk.alice, talk.bob]) {
    await client.next('notice', ({ code }) => code === 'history-withheld');
    expect(await textsAt(client, talk.conversation)).toEqual(everything);
  }
  await talk.bob.call('send', { conversation: talk.conversation, text: 'is this still it?' });
  for (const client of [talk.bob, talk.alice])
    await client.next('notice', ({ code }) => code === 'log-forked');
  expect(await textsAt(talk.bob, talk.conversation)).toEqual([...everything, 'is this still it? (waits)']);
  expect(await textsAt(talk.alice, talk.conversation)).toEqual(everything);
});

test('a server that shows two people different things is told by what they have seen', async () => {
  const { server, alice, bob, conversation } = await startTalk();
  await server.stop();
  const forBob = await copyOf(server);
  await bob.close();
  const onlyAlice = await startInPlaceOf(server, server.dataFolder);
  await alice.call('send', { conversation, text: 'only alice sees this' });
  await alice.next('message', ({ message }) => message.text === 'only alice sees this' && message.seq === 4);
  await onlyAlice.stop();

  const onlyBob = await startInPlaceOf(server, forBob);
  const bobBack = await onlyBob.client(bob.profile);
  await bobBack.call('send', { conversation, text: 'only bob sees this' });
  await alice.next('notice', ({ code }) => code === 'log-forked');
  await alice.call('send', { conversation, text: 'does it go on?' });
  await say(bobBack, conversation, 'it does not', alice);
  const together = ['from alice', 'from bob'];
  expect(await textsAt(bobBack, conversation)).toEqual([...together, 'only bob sees this', 'it does not']);
  const seen = await textsAt(alice, conversation);
  expect(seen).toEqual([...together, 'only alice sees this', 'it does not', 'does it go on? (waits)']);
});

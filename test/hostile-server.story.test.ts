// A server that shows an old state, or different states to different people, is found out; no user loses what
// they have, and nothing more is entrusted to it until a person decides to go on. An owner's restored backup is such
// a server, too.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RpcClient } from './support/rpc-client.ts';
import { type RpcServer, type RpcUser, startRpcServer } from './support/rpc-server.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

interface Talk {
  readonly server: RpcServer;
  readonly alice: RpcUser;
  readonly bob: RpcUser;
  readonly conversation: string;
}

/** Alice and Bob, each of whom has said something that the other has. */
async function startTalk(): Promise<Talk> {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
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
async function copyOf({ dataFolder }: RpcServer): Promise<string> {
  const copy = join(await temporaryFolder(), 'copy');
  await cp(dataFolder, copy, { recursive: true });
  return copy;
}

/** The server that the clients know by its port, with another memory. */
function startInPlaceOf({ url }: RpcServer, dataFolder: string): Promise<RpcServer> {
  return startRpcServer({ dataFolder, args: ['--port', new URL(url).port] });
}

async function textsAt(client: RpcClient, conversation: string) {
  const { messages } = await client.call('history', { conversation });
  return messages.map(({ text, state }) => (state === 'sending' ? `${text} (waits)` : text));
}

/** The codes of all the notices that a client has given. */
function noticesOf({ process }: RpcClient): string[] {
  const lines = process.stdout().split('\n').filter(Boolean);
  const said = lines.map((line) => JSON.parse(line) as { method?: string; params: { code: string } });
  return said.flatMap(({ method, params }) => (method === 'notice' ? [params.code] : []));
}

async function stateAt(client: RpcClient, conversation: string) {
  const { messages } = await client.call('history', { conversation });
  return messages.map(({ seq, text, code }) =>
    [seq, text, code].filter((part) => part !== undefined).join(' '),
  );
}

function isStopped(client: RpcClient, conversation: string, stopped: string | undefined) {
  return client.next('conversation', (changed) => {
    return changed.conversation.id === conversation && changed.conversation.stopped === stopped;
  });
}

/** The server goes on from a copy that is older than the newest message. */
async function restoreBackup(talk: Talk, meanwhile: (server: RpcServer) => Promise<void>) {
  await talk.server.stop();
  const backup = await copyOf(talk.server);
  const server = await startInPlaceOf(talk.server, talk.server.dataFolder);
  await meanwhile(server);
  await server.stop();
  return startInPlaceOf(server, backup);
}

test('a restored backup is reported once, loses nothing, and stops sending until the user decides', async () => {
  const talk = await startTalk();
  const { alice, bob, conversation } = talk;
  const server = await restoreBackup(talk, () => say(alice, conversation, 'said since', bob));
  const everything = ['from alice', 'from bob', 'said since'];
  for (const client of [alice, bob]) {
    await client.next('notice', ({ code }) => code === 'server-set-back');
    await isStopped(client, conversation, 'server-set-back');
    expect(await textsAt(client, conversation)).toEqual(everything);
    const refused = await client.ask('send', { conversation, text: 'is this still it?' });
    expect(refused.error?.data?.code).toBe('history-changed');
  }

  await bob.call('acceptHistory', { conversation });
  await isStopped(bob, conversation, undefined);
  expect(await stateAt(bob, conversation)).toEqual([
    '2 from alice',
    '3 from bob',
    '3 said since not-on-server',
  ]);
  await alice.call('acceptHistory');
  await isStopped(alice, conversation, undefined);
  const [lost] = (await alice.call('history', { conversation, limit: 1 })).messages;
  expect(lost).toMatchObject({ text: 'said since', state: 'failed', code: 'not-on-server' });
  await alice.call('retry', { conversation, message: lost!.id });
  await bob.next('message', ({ message }) => message.id === lost!.id && message.seq === 4);
  await say(bob, conversation, 'and on', alice);
  await say(alice, conversation, 'it goes', bob);

  const laptop = await server.device(bob, 'Laptop');
  await laptop.next('message', ({ message }) => message.text === 'it goes');
  for (const client of [alice, bob, laptop]) {
    expect(await textsAt(client, conversation)).toEqual([...everything, 'and on', 'it goes']);
  }
  await bob.next('notice', ({ code }) => code === 'device-added');
  expect(noticesOf(alice)).toEqual(['server-set-back']);
  expect(noticesOf(bob)).toEqual(['server-set-back', 'device-added']);
  expect(noticesOf(laptop)).toEqual([]);
});

test('a conversation that a restored backup never had begins anew with its keys', async () => {
  const talk = await startTalk();
  const { alice, server } = talk;
  const carol = await server.person('carol');
  const { id } = await alice.call('openDirect', { user: 'carol' });
  await restoreBackup(talk, async () => {
    await say(alice, id, 'only here', carol);
    await say(carol, id, 'and here', alice);
  });
  for (const client of [alice, carol]) await isStopped(client, id, 'server-set-back');
  for (const client of [carol, alice]) await client.call('acceptHistory');
  expect(await stateAt(carol, id)).toEqual(['0 only here not-on-server', '0 and here not-on-server']);
  await say(alice, id, 'once more', carol);
  await say(carol, id, 'from the beginning', alice);
  const texts = ['only here', 'and here', 'once more', 'from the beginning'];
  for (const client of [alice, carol]) expect(await textsAt(client, id)).toEqual(texts);
  const { messages } = await carol.call('history', { conversation: id });
  const page = await carol.call('history', { conversation: id, before: messages[1]!.id });
  expect(page).toMatchObject({ messages: [{ text: 'only here' }], more: false });
  const after = await carol.call('history', { conversation: id, after: messages[0]!.id });
  expect(after.messages.map(({ text }) => text)).toEqual(texts.slice(1));
});

test('newcomers to a restored server notice nothing', async () => {
  const talk = await startTalk();
  const lobbyOf = async (client: RpcClient) => {
    const conversations = await client.call('conversations');
    return conversations.find(({ kind }) => kind === 'public')!.id;
  };
  const lobby = await lobbyOf(talk.alice);
  const server = await restoreBackup(talk, () => say(talk.alice, lobby, 'in the Lobby', talk.bob));
  for (const client of [talk.alice, talk.bob]) await isStopped(client, lobby, 'server-set-back');
  const carol = await server.person('carol');
  await carol.call('send', { conversation: lobby, text: 'hello' });
  await carol.next('message', ({ message }) => message.seq === 1);
  await talk.bob.call('acceptHistory', { conversation: lobby });
  await talk.bob.next('message', ({ message }) => message.text === 'hello');
  await say(talk.bob, lobby, 'hello, carol', carol);
  expect(await textsAt(carol, lobby)).toEqual(['hello', 'hello, carol']);
  expect(await textsAt(talk.bob, lobby)).toEqual(['in the Lobby', 'hello', 'hello, carol']);
  expect(noticesOf(carol)).toEqual([]);
  const laptop = await server.device(talk.bob, 'Laptop');
  await laptop.next('message', ({ message }) => message.text === 'hello, carol');
  expect(noticesOf(laptop)).toEqual([]);
});

test('messages that wait while sending is stopped are sent after it, also those with a lost answer', async () => {
  const talk = await startTalk();
  const { alice, bob, conversation } = talk;
  await talk.server.stop();
  const backup = await copyOf(talk.server);
  const waiting = await alice.call('send', { conversation, text: 'written offline' });
  expect(waiting.state).toBe('sending');
  const server = await startInPlaceOf(talk.server, talk.server.dataFolder);
  for (const client of [alice, bob]) {
    await client.next('message', ({ message }) => message.text === 'written offline' && message.seq === 4);
  }
  await server.stop();
  await alice.call('send', { conversation, text: 'written offline again' });
  await startInPlaceOf(server, backup);
  // Both look before either goes on: what one of them sends then is another history for who hasn't looked yet.
  for (const client of [alice, bob]) await isStopped(client, conversation, 'server-set-back');
  for (const client of [alice, bob]) await client.call('acceptHistory');
  await bob.next('message', ({ message }) => message.text === 'written offline again');
  await say(bob, conversation, 'and on', alice);
  const { messages } = await alice.call('history', { conversation });
  expect(messages.filter(({ state }) => state === 'sending')).toEqual([]);
});

test('a server that shows two people different logs is found out by the hashes that they have seen', async () => {
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
  await alice.next('notice', ({ code }) => code === 'log-forked' || code === 'server-set-back');
  const refused = await alice.ask('send', { conversation, text: 'does it go on?' });
  expect(refused.error?.data?.code).toBe('history-changed');
  const together = ['from alice', 'from bob'];
  expect(await textsAt(alice, conversation)).toEqual([...together, 'only alice sees this']);

  await bobBack.next('message', ({ message }) => message.text === 'only bob sees this' && message.seq === 4);
  await alice.call('acceptHistory', { conversation });
  await say(alice, conversation, 'it does', bobBack);
  await say(bobBack, conversation, 'good', alice);
  const since = ['only bob sees this', 'it does', 'good'];
  expect(await textsAt(bobBack, conversation)).toEqual([...together, ...since]);
  expect(await textsAt(alice, conversation)).toEqual([...together, 'only alice sees this', ...since]);
});

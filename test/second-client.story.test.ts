// A client that was written from the documents alone, and the product, on one server.
import { expect, onTestFinished, test } from 'vitest';
import { unlock } from './second-client/locked-messages.ts';
import { SecondClient } from './second-client/second-client.ts';
import { type RpcUser, startRpcServer } from './support/rpc-server.ts';

const password = 'dora’s long password';

async function registerDora(url: string) {
  const { client, words } = await SecondClient.register(url, { username: 'dora', password });
  return { dora: watched(client), words };
}

/** Closed when the test ends, and nothing that was pushed may have gone wrong. */
function watched(client: SecondClient): SecondClient {
  onTestFinished(() => {
    client.close();
    expect(client.faults).toEqual([]);
  });
  return client;
}

function linesOf(client: SecondClient, conversation: string): readonly string[] {
  return client
    .messages(conversation)
    .map(({ sender, text, reason }) => `${sender.split('@')[0]}: ${text ?? reason}`);
}

async function productLines(person: Pick<RpcUser, 'call'>, conversation: string): Promise<readonly string[]> {
  const { messages } = await person.call('history', { conversation });
  return messages.map(({ sender, text, code }) => `${sender}: ${text ?? code}`);
}

test('a second client and the product talk in the Lobby', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora } = await registerDora(server.url);
  const lobby = dora.lobby();

  await bob.call('send', { conversation: lobby, text: 'Good morning' });
  await expect.poll(() => linesOf(dora, lobby)).toEqual(['bob: Good morning']);
  await dora.send(lobby, 'Good morning, bob');
  const arrived = await bob.next('message', ({ message }) => message.sender === 'dora');
  expect(arrived.message).toMatchObject({ text: 'Good morning, bob', kind: 'text' });
});

test('they start a conversation from either side, reply, edit, read and renew its key', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora } = await registerDora(server.url);

  const id = await dora.openDirect('bob');
  const hello = await dora.send(id, 'Hello Bob');
  const arrived = await bob.next('message', ({ message }) => message.text === 'Hello Bob');
  expect(arrived).toMatchObject({ conversation: id, message: { id: hello, sender: 'dora', seq: 2 } });

  const reply = await bob.call('send', { conversation: id, text: 'Hello Dora', replyTo: hello });
  await expect.poll(() => linesOf(dora, id)).toEqual(['dora: Hello Bob', 'bob: Hello Dora']);
  expect(dora.messages(id)[1]).toMatchObject({ id: reply.id, replyTo: hello });
  expect(dora.unreadAfter(id, 2)).toBe(1);
  expect(await dora.markRead(id)).toBe(0);
  await bob.next('message', ({ message }) => message.id === reply.id && message.state === 'read');

  await dora.edit(id, hello, 'Hello, Bob!');
  const edited = await bob.next('message', ({ message }) => message.id === hello && !!message.edited);
  expect(edited.message.text).toBe('Hello, Bob!');
  await bob.call('edit', { conversation: id, message: reply.id, text: 'Hello, Dora!' });
  await expect.poll(() => linesOf(dora, id)).toEqual(['dora: Hello, Bob!', 'bob: Hello, Dora!']);

  const edit = await dora.edit(id, hello, 'Hello, Bob and all!');
  await dora.react(id, reply.id, '👍');
  await bob.next('message', ({ message }) => message.text === 'Hello, Bob and all!');
  await bob.call('react', { conversation: id, message: hello, emoji: '🎉' });
  await expect.poll(() => dora.messages(id)[0]?.reactions).toEqual([expect.stringMatching(/^bob@.* 🎉$/)]);
  const thumb = [{ emoji: '👍', count: 1, users: ['dora'], beforeEdit: true }];
  const reacted = await bob.next('message', ({ message }) => message.id === reply.id && !!message.reactions);
  expect(reacted.message.reactions).toEqual(thumb);
  await dora.react(id, hello, '❤️', edit);
  const heart = await bob.next('message', ({ message }) => message.reactions?.length === 2);
  expect(heart.message.reactions?.[1]).toEqual({ emoji: '❤️', count: 1, users: ['dora'] });
  await dora.delete(id, hello);
  const deleted = await bob.next(
    'message',
    ({ message }) => message.id === hello && message.kind === 'deleted',
  );
  expect(deleted.message).toMatchObject({ sender: 'dora', deletedBy: 'dora' });
  await bob.call('delete', { conversation: id, message: reply.id });
  await expect
    .poll(() => dora.messages(id).map(({ deletedBy }) => deletedBy?.split('@')[0]))
    .toEqual(['dora', 'bob']);
  const late = watched(await SecondClient.signIn(server.url, { username: 'dora', password }));
  await expect.poll(() => late.messages(id)).toEqual(dora.messages(id));

  const locked = await dora.sendLocked(id, 'the plan', 'open sesame', 'Ali Baba');
  const arrivedLocked = await bob.next('message', ({ message }) => message.id === locked);
  expect(arrivedLocked.message).toMatchObject({ kind: 'locked', hint: 'Ali Baba' });
  expect(arrivedLocked.message).not.toHaveProperty('text');
  const key = { conversation: id, message: arrivedLocked.message.id, passphrase: 'open sesame' };
  expect(await bob.call('unlock', key)).toEqual({ text: 'the plan' });
  await expect(bob.call('unlock', { ...key, passphrase: 'x' })).rejects.toMatchObject({
    code: 'wrong-passphrase',
  });
  await bob.call('send', { conversation: id, text: 'agreed', secret: { passphrase: 'päss word' } });
  const sealedByBob = () =>
    dora.messages(id).find(({ sender, locked: sealed }) => sealed && sender.startsWith('bob@'));
  await expect.poll(sealedByBob).toBeDefined();
  const sealed = sealedByBob()?.locked;
  expect(sealed && unlock(sealed, 'päss word')).toBe('agreed');

  await dora.setDisappearing(id, 3_600);
  const line = await bob.next('message', ({ message }) => message.kind === 'system');
  expect(line.message).toMatchObject({ sender: 'dora', events: [{ type: 'disappearing', seconds: 3_600 }] });
  await dora.send(id, 'for an hour');
  const short = await bob.next('message', ({ message }) => message.text === 'for an hour');
  const { expires = '', sentAt } = short.message;
  expect(Date.parse(expires) - Date.parse(sentAt)).toBe(3_600_000);
  await bob.call('setDisappearing', { conversation: id, seconds: 0 });
  await bob.call('send', { conversation: id, text: 'for ever' });
  await expect.poll(() => linesOf(dora, id).at(-1)).toBe('bob: for ever');
  await dora.send(id, 'for ever, too');
  const long = await bob.next('message', ({ message }) => message.text === 'for ever, too');
  expect(long.message).not.toHaveProperty('expires');

  await dora.renewKey(id);
  expect(dora.epochOf(id)).toBe(2);
  await dora.send(id, 'under a new key');
  await bob.next('message', ({ message }) => message.text === 'under a new key');
  await bob.call('send', { conversation: id, text: 'and back' });
  await expect.poll(() => linesOf(dora, id).at(-1)).toBe('bob: and back');

  const [{ sender = '' } = {}] = dora.messages(id).filter((one) => one.sender.startsWith('bob'));
  await dora.send(id, '@bob?', { mentions: [sender, 'zoe@nowhere.example'] });
  const called = await bob.next('message', ({ message }) => message.text === '@bob?');
  expect(called.message.mentions).toEqual(['bob']);
  await bob.call('send', { conversation: id, text: '@dora!' });
  await expect.poll(() => dora.messages(id).at(-1)?.mentions).toEqual([sender.replace('bob', 'dora')]);

  await dora.send(id, 'passed on', { forwarded: true });
  const passedOn = await bob.next('message', ({ message }) => message.text === 'passed on');
  expect(passedOn.message.forwarded).toBe(true);
  await bob.call('forward', { conversation: id, messages: [called.message.id], to: [id] });
  await expect.poll(() => dora.messages(id).at(-1)).toMatchObject({ text: '@bob?', forwarded: true });

  const words = dora.messages(id).filter(({ text }) => text !== undefined);
  const [first, second] = [words[0]?.id ?? '', words[1]?.id ?? ''];
  await dora.pin(id, first);
  await bob.next('conversation', ({ conversation }) => conversation.pinned?.[0]?.by === 'dora');
  await bob.call('pin', { conversation: id, message: second });
  await expect.poll(() => dora.pinned(id)).toEqual([second, first]);
  await dora.pin(id, first, false);
  const left = await bob.next('conversation', ({ conversation }) => conversation.pinned?.length === 1);
  expect(left.conversation.pinned).toMatchObject([{ id: second, by: 'bob' }]);

  const carol = await server.person('carol');
  const started = await carol.call('openDirect', { user: 'dora' });
  await carol.call('send', { conversation: started.id, text: 'It is me, Carol' });
  await expect.poll(() => linesOf(dora, started.id)).toEqual(['carol: It is me, Carol']);
  await dora.send(started.id, 'Welcome');
  await carol.next('message', ({ message }) => message.text === 'Welcome');
});

test('both show the same safety number', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora } = await registerDora(server.url);
  const { digits } = await bob.call('safetyNumber', { user: 'dora' });
  expect(await dora.safetyNumber('bob')).toBe(digits);
});

test('a second device signs in with the password, reads everything and writes', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora } = await registerDora(server.url);
  const id = await dora.openDirect('bob');
  await dora.send(id, 'from the first device');
  await dora.saveMarks();

  const second = watched(await SecondClient.signIn(server.url, { username: 'dora', password }));
  expect(linesOf(second, id)).toEqual(['dora: from the first device']);
  await second.send(id, 'from the second');
  await bob.next('message', ({ message }) => message.text === 'from the second');
  await expect.poll(() => linesOf(dora, id)).toHaveLength(2);

  dora.close();
  await bob.call('send', { conversation: id, text: 'while one was away' });
  await expect.poll(() => linesOf(second, id)).toHaveLength(3);
  await dora.connectAgain();
  expect(linesOf(dora, id)).toEqual(linesOf(second, id));
  await second.signOut();
  await expect(second.connectAgain()).rejects.toMatchObject({ code: 'session-ended' });
});

test('the recovery words of either open its account in the other', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora, words } = await registerDora(server.url);
  const id = await dora.openDirect('bob');
  await dora.send(id, 'Hello Bob');
  await bob.next('message', ({ message }) => message.text === 'Hello Bob');
  await bob.call('send', { conversation: id, text: 'Hello Dora' });
  await expect.poll(() => linesOf(dora, id)).toHaveLength(2);
  const said = linesOf(dora, id);

  const newPassword = 'another long password';
  const bobAnew = watched(
    await SecondClient.recover(server.url, { username: 'bob', words: bob.recoveryKey, newPassword }),
  );
  expect(linesOf(bobAnew, id)).toEqual(said);
  const withOld = SecondClient.signIn(server.url, { username: 'bob', password: bob.password });
  await expect(withOld).rejects.toMatchObject({ code: 'wrong-credentials' });
  watched(await SecondClient.signIn(server.url, { username: 'bob', password: newPassword }));

  const doraAnew = await server.client();
  await doraAnew.call('signInWithRecoveryKey', { username: 'dora', recoveryKey: words, newPassword });
  await expect.poll(() => productLines(doraAnew, id)).toEqual(said);
  await bobAnew.send(id, 'after both recoveries');
  await doraAnew.next('message', ({ message }) => message.text === 'after both recoveries');
  await doraAnew.call('send', { conversation: id, text: 'seen' });
  await expect.poll(() => linesOf(bobAnew, id).at(-1)).toBe('dora: seen');
});

test('where bob’s account needs the recovery key on new computers, the second client needs both and leaves it so', async () => {
  const server = await startRpcServer({ accounts: ['bob'] });
  const bob = await server.person('bob');
  const { dora } = await registerDora(server.url);
  const { password: bobs, recoveryKey: words } = bob;
  await bob.call('setRecoveryKeyNeeded', { needed: true, password: bobs, recoveryKey: words });
  const id = await dora.openDirect('bob');
  await dora.send(id, 'Hello Bob');

  const alone = SecondClient.signIn(server.url, { username: 'bob', password: bobs });
  await expect(alone).rejects.toMatchObject({ code: 'recovery-key-needed' });
  const bobAnew = watched(await SecondClient.signIn(server.url, { username: 'bob', password: bobs, words }));
  expect(linesOf(bobAnew, id)).toEqual(['dora: Hello Bob']);

  const another = await server.client();
  const signIn = { username: 'bob', password: bobs };
  await expect(another.call('signIn', signIn)).rejects.toMatchObject({ code: 'recovery-key-needed' });
  await another.call('signIn', { ...signIn, recoveryKey: words });
  expect(await another.call('status')).toMatchObject({ recoveryKeyNeeded: true });
  await expect.poll(() => productLines(another, id)).toEqual(['dora: Hello Bob']);
});

// Whatever is killed at whatever moment: in the end everybody has the same messages, each once, in one order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startCaptureProxy } from './support/capture-proxy.ts';
import { type RpcClient, startClient } from './support/rpc-client.ts';
import { type RpcServer, type RpcUser, startRpcServer } from './support/rpc-server.ts';

const names = ['alice', 'bob'] as const;
type Name = (typeof names)[number];
type People = Record<Name, RpcUser>;

/** What a user has written: all of it, and what was answered before anything was killed. */
interface Written {
  readonly attempted: string[];
  readonly answered: string[];
}

interface Talk {
  server: RpcServer;
  readonly people: People;
  readonly conversation: string;
  readonly written: Record<Name, Written>;
}

async function startTalk(): Promise<Talk> {
  const server = await startRpcServer({ accounts: ['alice', 'bob'] });
  const people = { alice: await server.person('alice'), bob: await server.person('bob') };
  const { id } = await people.alice.call('openDirect', { user: 'bob' });
  await people.bob.call('openDirect', { user: 'alice' });
  const nothing = () => ({ attempted: [], answered: [] });
  return { server, people, conversation: id, written: { alice: nothing(), bob: nothing() } };
}

/** Hands so many numbered messages over at once. Resolves when each is answered or its client was killed. */
async function write({ people, conversation, written }: Talk, name: Name, count: number): Promise<void> {
  const { attempted, answered } = written[name];
  const texts = Array.from({ length: count }, (_, index) => `${name} ${attempted.length + index + 1}`);
  attempted.push(...texts);
  const sending = texts.map((text) => people[name].call('send', { conversation, text }));
  const settled = await Promise.allSettled(sending);
  answered.push(...texts.filter((_, index) => settled[index]?.status === 'fulfilled'));
}

function restartServer({ server }: Talk): Promise<RpcServer> {
  return startRpcServer({ dataFolder: server.dataFolder, args: ['--port', new URL(server.url).port] });
}

async function comeBack(talk: Talk, name: Name): Promise<void> {
  talk.people[name] = { ...talk.people[name], ...(await talk.server.client(talk.people[name].profile)) };
}

async function historyOf(client: RpcClient, conversation: string) {
  const { messages, more } = await client.call('history', { conversation, limit: 200 });
  expect(more).toBe(false);
  return messages.map(({ id, seq, sender, text }) => ({ id, seq, sender, text }));
}

/** What both and a new computer have in the end, once everybody's last message has arrived everywhere. */
async function expectAgreement(talk: Talk): Promise<void> {
  const { conversation, people, server, written } = talk;
  const laptop = await server.device(people.alice, 'Laptop');
  for (const name of names) await write(talk, name, 1);
  for (const client of [people.alice, people.bob, laptop]) {
    for (const name of names) {
      const last = written[name].attempted.at(-1);
      await client.next('message', ({ message }) => message.text === last && message.seq !== undefined);
    }
  }
  const history = await historyOf(people.alice, conversation);
  expect(await historyOf(people.bob, conversation)).toEqual(history);
  expect(await historyOf(laptop, conversation)).toEqual(history);
  const first = history[0]?.seq ?? 0;
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => first + index));
  for (const name of names) {
    const texts = history.filter(({ sender }) => sender === name).map(({ text }) => text ?? '');
    // Each at most once and in the order of writing; none is missing that was answered.
    expect(texts).toEqual(written[name].attempted.filter((text) => texts.includes(text)));
    expect(written[name].answered.filter((text) => !texts.includes(text))).toEqual([]);
  }
  const fromBob = history.filter(({ sender }) => sender === 'bob').length;
  for (const client of [people.alice, laptop]) {
    expect(await client.call('unread')).toMatchObject({ total: fromBob, conversations: [{ from: ['bob'] }] });
  }
  expect(await laptop.call('markRead', { conversation })).toEqual({ unread: 0 });
  await people.alice.next('unread', ({ total }) => total === 0);
}

interface Round {
  /** The processes that are killed … */
  readonly victims: readonly ('server' | Name)[];
  /** … once this many of alice's messages of the round have a place in the log; 0 is at once. */
  readonly after: number;
}

const COUNT = 12;

async function survive(talk: Talk, { victims, after }: Round): Promise<void> {
  const before = talk.written.alice.attempted.length;
  const writing = names.map((name) => write(talk, name, COUNT));
  const text = `alice ${before + after}`;
  if (after > 0) {
    await talk.people.alice.next(
      'message',
      ({ message }) => message.text === text && message.seq !== undefined,
    );
  }
  await Promise.all(
    victims.map((victim) => (victim === 'server' ? talk.server.process : talk.people[victim]).kill9()),
  );
  if (victims.includes('server')) talk.server = await restartServer(talk);
  for (const name of names) if (victims.includes(name)) await comeBack(talk, name);
  await Promise.all(writing);
}

test('server and clients are killed while both write', { timeout: 90_000 }, async () => {
  const round = fc.record({
    victims: fc.subarray(['server', ...names] as const, { minLength: 1 }),
    after: fc.nat(COUNT),
  });
  const rounds = fc.array(round, { minLength: 6, maxLength: 6 });
  const property = fc.asyncProperty(rounds, async (crashes) => {
    const talk = await startTalk();
    for (const crash of crashes) await survive(talk, crash);
    await expectAgreement(talk);
  });
  // One run takes half a minute, and looking for a smaller one many of them.
  await fc.assert(property, { numRuns: 1, endOnFailure: true });
});

test('the server is restarted while both write, and they come back by themselves', async () => {
  const talk = await startTalk();
  const writing = names.map((name) => write(talk, name, COUNT));
  await talk.server.stop();
  talk.server = await restartServer(talk);
  for (const name of names) {
    await talk.people[name].next('session', ({ state }) => state === 'offline');
    await talk.people[name].next('session', ({ state }) => state === 'online');
  }
  await Promise.all(writing);
  for (const name of names) expect(talk.written[name].answered).toHaveLength(COUNT);
  await expectAgreement(talk);
});

/** Alice behind a proxy, where a message of hers has reached Bob and its acknowledgement hasn't reached her. */
async function startUnanswered() {
  const server = await startRpcServer({ accounts: ['bob', 'alice'] });
  const bob = await server.person('bob');
  const { profile, ...person } = await server.person('alice');
  const { id } = await person.call('openDirect', { user: 'bob' });
  await person.close();
  const proxy = await startCaptureProxy(server.url);
  const alice = await startClient({ server: proxy.url, profile });
  await alice.next('session', ({ state }) => state === 'online');
  await alice.call('send', { conversation: id, text: 'first' });
  await alice.next('message', ({ message }) => message.seq !== undefined);
  proxy.holdAnswers();
  const sent = await alice.call('send', { conversation: id, text: 'did you get this?' });
  expect(sent.state).toBe('sending');
  await bob.next('message', ({ message }) => message.id === sent.id);
  return { server, proxy, alice, bob, conversation: id };
}

async function expectGoingOn(alice: RpcClient, bob: RpcClient, conversation: string): Promise<void> {
  const text = 'and on it goes';
  await alice.call('send', { conversation, text });
  for (const client of [bob, alice]) {
    await client.next('message', ({ message }) => message.text === text && message.seq !== undefined);
  }
  const history = await historyOf(bob, conversation);
  expect(history.map((message) => message.text)).toEqual(['first', 'did you get this?', text]);
  expect(await historyOf(alice, conversation)).toEqual(history);
}

test('a message that the server took arrives once, though its sender was killed before the acknowledgement', async () => {
  const { server, alice, bob, conversation } = await startUnanswered();
  await alice.kill9();
  await expectGoingOn(await server.client(alice.profile), bob, conversation);
});

test('a message that the server took arrives once, though its sender writes on before catching up', async () => {
  const { server, proxy, alice, bob, conversation } = await startUnanswered();
  proxy.cut();
  await alice.next('session', ({ state }) => state === 'online');
  proxy.holdAnswers();
  const going = expectGoingOn(alice, bob, conversation);
  await alice.call('status');
  proxy.releaseAnswers();
  await going;
  await alice.close();
  // Coming back compares what is held with what the server has.
  const back = await server.client(alice.profile);
  await back.call('send', { conversation, text: 'and on' });
  await bob.next('message', ({ message }) => message.text === 'and on');
});

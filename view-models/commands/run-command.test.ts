import { expect, test } from 'vitest';
import type { Conversation, MethodName, ResultOf } from '../../engine/api/api.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { createNavigation } from '../../renderer/app/navigation.ts';
import { createScriptedEngine } from '../../test/support/scripted-engine.ts';
import { window as english } from '../../text/english/window.ts';
import { createMessenger } from '../messenger.ts';
import { createMessageSearch } from '../search/message-search.ts';
import { parseLine } from './commands.ts';
import { parseOldOrNew } from './old-spellings.ts';
import { runLine } from './run-command.ts';

const withBob: Conversation = {
  ...{ id: 'bob' as ConversationId, kind: 'direct', title: 'bob' },
  ...{ members: [], unread: 0 },
};

const chess: Conversation = {
  ...{ id: 'chess' as ConversationId, kind: 'group', title: 'Chess', unread: 0 },
  members: [
    { user: 'alice', role: 'admin' },
    { user: 'bob', role: 'member' },
  ],
};

/** Alice in a group, or elsewhere, with an engine that notes what is asked and refuses with `refusal`. */
async function inChess(conversation = 'chess', refusal?: Refusal, requests: readonly Conversation[] = []) {
  const asked: unknown[] = [];
  const engine = createScriptedEngine({
    status: async () => ok({ state: 'online', account: 'alice@home.example', server: '', unread: 0 }),
    conversations: async () => ok([chess, withBob]),
    requests: async () => ok(requests),
    blocked: async () => ok([]),
    people: async () => ok([]),
  });
  const call = engine.call;
  engine.call = (async (method: MethodName, parameters: never) => {
    const answer = await call(method, parameters);
    if (answer.ok) return answer;
    asked.push([method, parameters]);
    return refusal ?? ok(chess);
  }) as typeof call; // Each method here answers with a group.
  const navigation = createNavigation();
  const messenger = createMessenger(engine);
  await expect.poll(() => messenger.get().status).toBeDefined();
  const search = createMessageSearch(engine);
  const app = { engine, messenger, navigation, search, shell: { quit: async () => undefined } };
  navigation.open(conversation);
  async function run(line: string) {
    const parsed = parseOldOrNew(line);
    if (parsed.kind === 'text') throw new Error('no command');
    return runLine(parsed, { app, text: english, conversation });
  }
  return { run, asked, navigation, search };
}

/** In the Lobby, with a safety number still being asked for. */
function atTheLobby() {
  const asked = Promise.withResolvers<Result<ResultOf<'safetyNumber'>>>();
  const engine = createScriptedEngine({ safetyNumber: () => asked.promise });
  const navigation = createNavigation();
  const shell = { quit: async () => undefined };
  const search = createMessageSearch(engine);
  const app = { engine, messenger: createMessenger(engine), navigation, search, shell };
  navigation.open('lobby');
  return {
    navigation,
    answer: asked.resolve,
    async run(line: string) {
      const parsed = parseLine(line);
      return parsed.kind === 'text'
        ? undefined
        : runLine(parsed, { app, text: english, conversation: 'lobby' });
    },
  };
}

const number = { digits: '1', code: 'x', verified: false, changed: false };

test('a refused status change is not reported as done', async () => {
  const { run } = atTheLobby();
  expect(await run('/status dnd')).toEqual({
    failed: true,
    lines: [english.errors['server-unreachable']],
  });
});

test('an unknown command can be sent as text, a planned one can’t', async () => {
  const { run } = atTheLobby();
  expect(await run('\n/shrug  at all\n')).toMatchObject({ failed: true, asText: '/shrug  at all' });
  expect(await run('/back in five minutes')).toMatchObject({ failed: true, asText: '/back in five minutes' });
  expect(await run('/secret bob hush text')).toEqual({
    failed: true,
    lines: [english.composer.notYet('secret')],
  });
});

test('/help explains how to start a message with a slash', async () => {
  const { run } = atTheLobby();
  expect((await run('/help'))?.lines.at(-1)).toBe(`//… – ${english.composer.slashText}`);
});

test('/verify shows the safety number with a person', async () => {
  const { run, answer, navigation } = atTheLobby();
  const verifying = run('/verify @Bob');
  answer(ok(number));
  expect(await verifying).toBeUndefined();
  expect(navigation.get()).toMatchObject({ conversation: 'lobby', dialog: 'safetyNumber', about: 'bob' });
});

test('/verify shows nothing after the user has switched conversations', async () => {
  const { run, answer, navigation } = atTheLobby();
  const verifying = run('/verify bob');
  navigation.open('carol');
  answer(ok(number));
  await verifying;
  expect(navigation.get().dialog).toBeUndefined();
});

test.each([
  [refuse('no-such-user'), english.errors['no-such-user']],
  [refuse('not-allowed'), english.safety.self],
])('/verify says why there is no safety number', async (refusal, sentence) => {
  const { run, answer, navigation } = atTheLobby();
  const verifying = run('/verify bob');
  answer(refusal);
  expect(await verifying).toEqual({ failed: true, lines: [sentence] });
  expect(navigation.get().dialog).toBeUndefined();
});

test('/group create opens the new group', async () => {
  const { run, asked, navigation } = await inChess('lobby');
  expect(await run('/group create "Chess" bob')).toBeUndefined();
  expect(asked).toEqual([['createGroup', { title: 'Chess', members: ['bob'] }]]);
  expect(navigation.get().conversation).toBe('chess');
});

test('a refused group names whom it is about', async () => {
  const { run } = await inChess('lobby', refuse('no-such-user', { user: 'nobody@home.example' }));
  expect(await run('/group create Chess nobody')).toEqual({
    failed: true,
    lines: ['No one here is called “nobody”.'],
  });
});

test('/group add, remove, leave and delete act on the group in which they are written', async () => {
  const { run, asked, navigation } = await inChess();
  expect(await run('/group add bob')).toMatchObject({ failed: true, lines: [english.groups.nothingToDo] });
  expect(await run('/group add bob carol')).toBeUndefined();
  expect(await run('/group remove carol')).toMatchObject({ lines: ['carol isn’t in this group.'] });
  expect(await run('/group remove @Bob')).toBeUndefined();
  expect(asked).toEqual([
    ['addMembers', { conversation: 'chess', members: ['bob', 'carol'] }],
    ['removeMember', { conversation: 'chess', user: 'bob' }],
  ]);
  expect(await run('/group delete')).toMatchObject({ lines: [english.errors['not-allowed']] });
  await run('/group remove alice');
  expect(navigation.get().dialog).toBe('leaveGroup');
  expect(asked).toHaveLength(2);
});

test('outside of a group there is nothing to add to', async () => {
  const { run, asked } = await inChess('bob');
  for (const line of ['/group add carol', '/group leave', '/group delete'])
    expect(await run(line)).toMatchObject({ failed: true, lines: [english.groups.onlyInGroups] });
  expect(asked).toEqual([]);
});

test('the usage of /group lists what can be done', async () => {
  const { run } = await inChess();
  expect((await run('/group dance'))?.lines[0]).toContain('/group create <name> <users…> · /group add');
});

test('/search opens the search with its text', async () => {
  const { run, asked, navigation, search } = await inChess();
  expect(await run('/search the big table')).toBeUndefined();
  expect(navigation.get()).toMatchObject({ conversation: 'chess', dialog: 'search' });
  expect(search.get().text).toBe('the big table');
  expect(asked).toEqual([['search', { text: 'the big table' }]]);
  expect(await run('/search')).toMatchObject({ failed: true, lines: ['Usage: /search <text>'] });
});

test('/open opens a person, a group or the Lobby by name', async () => {
  const { run, asked, navigation } = await inChess('lobby');
  for (const [line, opened] of [
    ['/open @Bob', 'bob'],
    ['/open chess', 'chess'],
    ['/open "Chess"', 'chess'],
  ] as const) {
    expect(await run(line)).toBeUndefined();
    expect(navigation.get().conversation).toBe(opened);
  }
  expect(asked).toEqual([]);
  await run('/open carol');
  expect(asked).toEqual([['openDirect', { user: 'carol' }]]);
});

test('/open says that there is no one and nothing of that name', async () => {
  const { run } = await inChess('lobby', refuse('no-such-user'));
  expect(await run('/open nobody')).toEqual({ failed: true, lines: [english.palette.nothing('nobody')] });
});

test('/accept and /refuse answer the request of a person, or for a group', async () => {
  const request = { from: 'carol' };
  const requests: readonly Conversation[] = [
    { ...withBob, id: 'carol' as ConversationId, title: 'carol', request },
    { ...chess, id: 'choir' as ConversationId, title: 'Choir', request },
  ];
  const { run, asked, navigation } = await inChess('chess', undefined, requests);
  expect(await run('/refuse Choir')).toEqual({
    failed: false,
    lines: [english.requests.refusedNow('Choir')],
  });
  expect(await run('/accept @carol')).toBeUndefined();
  expect(asked).toEqual([
    ['answerRequest', { conversation: 'choir', accept: false }],
    ['answerRequest', { conversation: 'carol', accept: true }],
  ]);
  expect(navigation.get().conversation).toBe('carol');
  expect(await run('/accept dave')).toMatchObject({ failed: true });
});

test('old spellings act on the group that they name, wherever one is', async () => {
  const { run, asked, navigation } = await inChess('bob');
  expect(await run('@group send Chess hello')).toMatchObject({ lines: [english.composer.sentTo('Chess')] });
  expect(asked).toEqual([['send', { conversation: 'chess', text: 'hello' }]]);
  expect(await run('@group set chess carol')).toEqual({
    failed: true,
    lines: [english.groups.nameTaken('chess')],
  });
  await run('@group leave Chess');
  expect(navigation.get()).toMatchObject({ dialog: 'leaveGroup', about: 'chess' });
  for (const line of ['@group send Choir hello', '@group leave Choir', '@group delete Choir'])
    expect(await run(line)).toEqual({ failed: true, lines: [english.groups.noSuchGroup('Choir')] });
  expect(asked).toHaveLength(1);
});

import { describe, expect, test } from 'vitest';
import type { Conversation, EngineClient, Message } from '../../engine/api/api.ts';
import { ok } from '../../protocol/errors.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { window as english } from '../../text/english/window.ts';
import { type Command, parseLine } from './commands.ts';
import { isMessageCommand, type MessageCommand } from './message-command.ts';
import { listLast, runMessageCommand } from './run-message-command.ts';

const text = { ...english, locale: 'en-GB' };

function message(part: Partial<Message> & { readonly seq?: number }): Message {
  return {
    ...{ conversation: 'chess' as ConversationId, sender: 'bob', device: 'd', kind: 'text', text: 'hello' },
    ...{ sentAt: '2026-12-01T10:00:00.000Z', state: 'delivered' },
    id: `m${part.seq ?? 'x'}` as MessageId,
    ...part,
  };
}

const said: readonly Message[] = [
  message({ seq: 3, text: 'first' }),
  message({ seq: 5, sender: 'alice', text: 'mine' }),
  message({ seq: 8, text: 'second\nline' }),
  message({ seq: 9, sender: 'alice', text: 'mine too' }),
];

function chess(role: 'owner' | 'member', pinned: Conversation['pinned'] = []): Conversation {
  return {
    ...{ id: 'chess' as ConversationId, kind: 'group', title: 'Chess', unread: 0, pinned },
    members: [
      { user: 'alice', role },
      { user: 'bob', role: 'member' },
    ],
  };
}

/** What is asked of the engine, apart from the history, and which dialog is shown. Pages have two messages. */
function inGroup({ messages = said, conversation = chess('member'), isOpen = true } = {}) {
  const asked: unknown[] = [];
  const engine = {
    on: () => () => undefined,
    async call(method: string, parameters: { readonly before?: string }) {
      if (method !== 'history') asked.push([method, parameters]);
      const end = messages.findIndex(({ id }) => id === parameters.before);
      const before = messages.slice(0, end < 0 ? messages.length : end);
      return ok({ messages: before.slice(-2), more: before.length > 2 });
    },
  } as unknown as EngineClient; // Only these two methods are called.
  const status = { state: 'online', account: 'alice@home.example', server: '', unread: 0 } as const;
  const state = {
    ...{ status, ended: undefined, conversations: [], requests: [] },
    ...{ people: new Map(), blocked: new Set(['eve']) },
  };
  const show = (...dialog: unknown[]) => void asked.push(dialog);
  const context = { engine, state, text, conversation: isOpen ? conversation : undefined, show };
  const run = (line: string) => runMessageCommand(commandIn(line), context);
  return { run, asked, list: () => listLast(context) };
}

function commandIn(line: string): MessageCommand {
  const parsed = parseLine(line);
  const command: Command | undefined = parsed.kind === 'command' ? parsed.command : undefined;
  if (!command || !isMessageCommand(command.name)) throw new Error(`${line} is no command on a message`);
  return command as MessageCommand; // Its name says so.
}

const on = (seq: number) => ({ conversation: 'chess', message: `m${seq}` });

test.each([
  ['/reply Yes', ['send', { conversation: 'chess', text: 'Yes', replyTo: 'm8' }]],
  ['/reply #3\n  Yes\nNo', ['send', { conversation: 'chess', text: '  Yes\nNo', replyTo: 'm3' }]],
  ['/react 👍', ['react', { ...on(8), emoji: '👍', on: true }]],
  ['/react #5 ❤', ['react', { ...on(5), emoji: '❤️', on: true }]],
  ['/edit Better', ['edit', { ...on(9), text: 'Better' }]],
  ['/edit #5 Better', ['edit', { ...on(5), text: 'Better' }]],
  ['/delete', ['deleteMessage', 'm9']],
  ['/report', ['report', 'm8 bob']],
])('%s is done with the message that it means', async (line, expected) => {
  const { run, asked } = inGroup();
  expect(await run(line)).toBeUndefined();
  expect(asked).toEqual([expected]);
});

test('a reaction that the user has put there is taken off', async () => {
  const reactions = [{ emoji: '👍', count: 2, users: ['bob', 'alice'], own: true }] as const;
  const { run, asked } = inGroup({ messages: [message({ seq: 8, reactions })] });
  await run('/react 👍');
  await run('/react 🎉');
  expect(asked).toMatchObject([
    ['react', { emoji: '👍', on: false }],
    ['react', { emoji: '🎉', on: true }],
  ]);
});

test('only those who may pin do, and the last pin is taken off', async () => {
  const { run, asked } = inGroup({ conversation: chess('owner', [{ id: 'm3' as MessageId, by: 'bob' }]) });
  await run('/pin');
  await run('/unpin');
  expect(asked).toEqual([
    ['pin', { ...on(9), on: true }],
    ['pin', { ...on(3), on: false }],
  ]);
  const member = inGroup();
  expect(await member.run('/pin')).toBe(english.composer.noMessageHere);
  expect(member.asked).toEqual([]);
});

test('what failed is sent again', async () => {
  const failed = message({ sender: 'alice', state: 'failed' });
  const { run, asked } = inGroup({ messages: [...said, failed] });
  await run('/retry');
  expect(asked).toEqual([['retry', { conversation: 'chess', message: 'mx' }]]);
});

describe('says what is wrong', () => {
  test.each([
    ['/edit #3 Better', english.composer.notWithThis],
    ['/delete #3', english.composer.notWithThis],
    ['/report #5', english.composer.notWithThis],
    ['/reply #4 Yes', english.composer.noSuchNumber(4)],
    ['/retry', english.composer.noMessageHere],
  ])('with %s', async (line, sentence) => {
    const { run, asked } = inGroup();
    expect(await run(line)).toBe(sentence);
    expect(asked).toEqual([]);
  });

  test('where nothing is open', async () => {
    const { run } = inGroup({ isOpen: false });
    expect(await run('/reply Yes')).toBe(english.composer.noMessageHere);
  });
});

test('a message that the server has lost has no number', async () => {
  const { run, list } = inGroup({ messages: [message({ seq: 3, code: 'not-on-server' })] });
  expect(await run('/reply #3 Yes')).toBe(english.composer.noSuchNumber(3));
  expect(await list()).toEqual([english.composer.noMessageHere]);
});

test('the list shows numbers, and nothing of blocked people', async () => {
  const { list } = inGroup({
    messages: [
      message({ seq: 8, sender: 'eve' }),
      message({ sender: 'alice', state: 'sending', text: 'a\nb' }),
    ],
  });
  const { timeline, conversations, requests, composer } = english;
  expect(await list()).toEqual([
    `#8 eve: ${requests.hidden}`,
    `${timeline.states.sending} ${conversations.you}: a b`,
    composer.numbersHint,
  ]);
});

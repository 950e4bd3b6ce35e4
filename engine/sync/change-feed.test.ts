import { expect, test, vi } from 'vitest';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { waitingMessage } from '../../test/support/waiting-message.ts';
import type { EngineEvents, EventName } from '../api/api.ts';
import { addConversation, findConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { addRange } from '../log/log-table.ts';
import { addMessage, type NewMessage, rewriteMessage } from '../messages/message-table.ts';
import { ChangeFeed } from './change-feed.ts';

const [first, second] = [conversationId.parse('c'.repeat(43)), conversationId.parse('d'.repeat(43))];
const alice = address.parse('alice@home.example');
const bob = address.parse('bob@home.example');

/** A feed on Bob’s computer, and what it emits: of a message its text, and whether it is an alert, of a conversation its unread messages. */
async function bobsFeed() {
  const db = await temporaryDatabase();
  const events: string[] = [];
  const emit = <Name extends EventName>(event: Name, payload: EngineEvents[Name]) => {
    const { message, revised, alert, conversation, total } = payload as {
      alert?: boolean;
      message?: EngineEvents['message']['message'];
      revised?: boolean;
      conversation?: EngineEvents['conversation']['conversation'];
      total?: number;
    };
    const shown = message
      ? `${message.text}${revised ? ', revised' : ''}${alert ? ', alert' : ''}`
      : (conversation?.unread ?? total);
    events.push(`${event} ${shown}`);
  };
  const logger = { error: vi.fn() };
  for (const id of [first, second]) addConversation(db, id, 'direct', [alice, bob]);
  // Only what views are made of; anything else is a fault of the test and shows as one.
  const account = { address: bob, serverName: 'home.example' };
  const made = { db, emit, logger, account, clock: manualClock(), people: { presenceOf: () => 'normal' } };
  const feed = new ChangeFeed(made as unknown as ConversationDependencies);
  const arrive = (seq: number, text: string, conversation = first) => {
    const id = messageId.parse(`${'A'.repeat(20)}${seq}A`);
    const named = { id, conversation, sender: alice, device: 'one' };
    const message: NewMessage = { ...waitingMessage(named), seq, text, state: 'sent' };
    addRange(db, conversation, { low: 1, high: seq });
    return addMessage(db, message)!;
  };
  return { db, events, logger, feed, arrive };
}

test('the feed emits the changes of one turn together: messages, each conversation once, then unread counts', async () => {
  const { events, feed, arrive } = await bobsFeed();
  feed.changed({ conversation: first, messages: [arrive(1, 'one')] });
  feed.changed({ conversation: second, messages: [arrive(1, 'elsewhere', second)] });
  feed.changed({ conversation: first, messages: [arrive(2, 'two')] });
  expect(events).toEqual([]);
  await undefined;
  expect(events).toEqual([
    ...['message one, alert', 'message two, alert', 'conversation 2'],
    ...['message elsewhere, alert', 'conversation 1', 'unread 3'],
  ]);
  events.length = 0;
  feed.changed({ conversation: first, messages: [arrive(3, 'three')] });
  await undefined;
  expect(events).toEqual(['message three, alert', 'conversation 3', 'unread 4']);
});

test('a message that changes twice in a turn is emitted once, in its last state', async () => {
  const { db, events, feed, arrive } = await bobsFeed();
  const [old, added] = [arrive(1, 'old'), arrive(2, 'new')];
  feed.changed({ conversation: first, messages: [added] });
  const revised = [rewriteMessage(db, old, 'old!')!, rewriteMessage(db, added, 'new!')!];
  feed.changed({ conversation: first, revised });
  await undefined;
  expect(events).toEqual(['message new!, alert', 'message old!, revised', 'conversation 2', 'unread 2']);
});

test('a pending message emits no conversation event', async () => {
  const { db, events, feed } = await bobsFeed();
  const id = messageId.parse('A'.repeat(22));
  const row = addMessage(db, waitingMessage({ id, conversation: first, sender: bob, device: 'two' }))!;
  const view = feed.showOutgoing(findConversation(db, first)!, row);
  expect(view).toMatchObject({ id, sender: 'bob', state: 'sending' });
  await undefined;
  expect(events).toEqual(['message hello']);
});

test('a recount covers every conversation', async () => {
  const { events, feed, arrive } = await bobsFeed();
  feed.changed({ conversation: first, messages: [arrive(1, 'one')] });
  await undefined;
  arrive(1, 'elsewhere', second);
  events.length = 0;
  feed.recount();
  await undefined;
  expect(events).toEqual(['unread 2']);
});

test('a change that can’t be read is logged, and later changes are emitted', async () => {
  const { db, events, logger, feed, arrive } = await bobsFeed();
  const row = arrive(1, 'one');
  db.run(`UPDATE conversations SET members = 'damaged'`);
  feed.changed({ conversation: first, messages: [row] });
  await undefined;
  expect(logger.error).toHaveBeenCalledTimes(1);
  db.run(`UPDATE conversations SET members = '[]'`);
  feed.changed({ conversation: first, messages: [row] });
  await undefined;
  expect(events).toEqual(['message one, alert', 'conversation 1', 'unread 1']);
});

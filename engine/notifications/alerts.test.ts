import { expect, test } from 'vitest';
import type { Status } from '../../protocol/accounts.ts';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import type { Conversation, Message } from '../api/api.ts';
import { setBlocked } from '../decisions/decision-table.ts';
import { isAlert } from './alerts.ts';

const own = address.parse('alice@home.example');
const chess: Conversation = {
  ...{ id: conversationId.parse('c'.repeat(43)), kind: 'group', title: 'Chess', members: [], unread: 1 },
};
const fromBob: Message = {
  ...{ id: messageId.parse('A'.repeat(22)), conversation: chess.id, seq: 1, sender: 'bob', device: '' },
  ...{ kind: 'text', text: 'hello', sentAt: '2026-01-01T00:00:00Z', state: 'delivered' },
};

/** Alice’s computer, on which she has blocked eve, while she has a status. */
async function alicesAlerts(status: Status = 'normal') {
  const db = await temporaryDatabase();
  setBlocked(db, address.parse('eve@home.example'), true);
  // Only this is asked.
  const dependencies = {
    db,
    account: { address: own, serverName: 'home.example' },
    people: { presenceOf: () => status },
  } as unknown as Parameters<typeof isAlert>[0];
  return (message: Partial<Message>, conversation: Partial<Conversation> = {}) =>
    isAlert(
      dependencies,
      { ...chess, ...conversation },
      { message: { ...fromBob, ...message } },
      address.parse(`${message.sender ?? fromBob.sender}@home.example`),
    );
}

test('a message is an alert if it is unread, of another person, and not of one who is blocked', async () => {
  const isAlertWith = await alicesAlerts();
  expect(isAlertWith({})).toBe(true);
  expect(isAlertWith({ state: 'read' })).toBe(false);
  expect(isAlertWith({ sender: 'alice' })).toBe(false);
  expect(isAlertWith({ sender: 'eve' })).toBe(false);
  expect(isAlertWith({ silent: true, mentions: ['alice'] })).toBe(false);
});

test('nothing is an alert in do not disturb, in a muted conversation or in a group that is over', async () => {
  for (const status of ['normal', 'away'] as const) expect((await alicesAlerts(status))({})).toBe(true);
  expect((await alicesAlerts('dnd'))({})).toBe(false);
  const isAlertWith = await alicesAlerts();
  expect(isAlertWith({}, { muted: {} })).toBe(false);
  expect(isAlertWith({}, { ended: { how: 'removed', by: 'bob', at: '2026-01-01T00:00:00Z' } })).toBe(false);
});

test('of what members do in a group only being added to it is an alert', async () => {
  const isAlertWith = await alicesAlerts();
  const done = (event: NonNullable<Message['events']>[number], sender = 'bob') =>
    isAlertWith({ kind: 'system', sender, events: [event] });
  expect(done({ type: 'added', users: ['carol', 'alice'] })).toBe(true);
  expect(done({ type: 'added', users: ['carol'] })).toBe(false);
  expect(done({ type: 'added', users: ['alice'] }, 'alice')).toBe(false);
  expect(done({ type: 'removed', users: ['alice'] })).toBe(false);
  expect(done({ type: 'left' })).toBe(false);
});

test('a mention is an alert through a mute, and where the user wants mentions only', async () => {
  const isAlertWith = await alicesAlerts('normal');
  for (const quiet of [{ muted: {} }, { notifications: 'mentions' }] as const) {
    expect(isAlertWith({ mentions: ['bob', 'alice'] }, quiet)).toBe(true);
    expect(isAlertWith({ mentions: ['bob'] }, quiet)).toBe(false);
    expect(isAlertWith({}, quiet)).toBe(false);
  }
  expect(isAlertWith({ mentions: ['alice'] }, { notifications: 'none' })).toBe(false);
  expect((await alicesAlerts('dnd'))({ mentions: ['alice'] })).toBe(false);
  expect(isAlertWith({ mentions: ['alice'], sender: 'eve' })).toBe(false);
});

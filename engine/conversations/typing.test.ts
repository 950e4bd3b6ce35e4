import { expect, test, vi } from 'vitest';
import type { Presence } from '../../protocol/accounts.ts';
import { ok, refuse } from '../../protocol/errors.ts';
import { type Address, address, conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { setAccountSetting, setBlocked, setDecision } from '../decisions/decision-table.ts';
import { addConversation, putSummary } from './conversation-table.ts';
import type { ConversationDependencies } from './dependencies.ts';
import { Typing } from './typing.ts';

const [direct, lobby, empty] = ['c', 'l', 'e'].map((letter) => conversationId.parse(letter.repeat(43)));
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => address.parse(`${name}@parley.example`));

/** Alice’s device, with a conversation with Bob that both have written in. */
async function aliceTypes() {
  if (!direct || !lobby || !empty || !alice || !bob || !carol) throw new Error('unreachable');
  const db = await temporaryDatabase();
  const clock = manualClock();
  const request = vi.fn(async () => ok({}));
  const connection = { state: 'online', request };
  const emitted: unknown[] = [];
  let presence: (changes: readonly { address: Address; status: Presence }[]) => void = () => undefined;
  addConversation(db, direct, 'direct', [alice, bob]);
  addConversation(db, empty, 'direct', [alice, carol]);
  addConversation(db, lobby, 'public', []);
  for (const id of [direct, lobby]) {
    putSummary(db, {
      ...{ id, kind: id === direct ? 'direct' : 'public', members: id === direct ? [alice, bob] : [] },
      ...{ epoch: 1, first: 1, head: 3, read: 3, unread: 0, from: [], positions: [] },
      headHash: 'A'.repeat(43),
    } as unknown as Parameters<typeof putSummary>[1]);
  }
  setDecision(db, { id: direct, joined: 0 }, true);
  // Only what typing needs; anything else is a fault of the test and shows as one.
  const typing = new Typing({
    ...{ db, clock, connection, logger: silentLogger },
    account: { address: alice, serverName: 'parley.example' },
    people: {
      onPresence(listener: typeof presence) {
        presence = listener;
        return () => undefined;
      },
    },
    emit: (_: string, payload: unknown) => emitted.push(payload),
  } as unknown as ConversationDependencies);
  const shown = () => emitted.splice(0).map((payload) => (payload as { users: readonly string[] }).users);
  const bobTypes = () => typing.arrived({ conversation: direct, address: bob });
  const goes = (person: Address, status: Presence) => presence([{ address: person, status }]);
  return { db, clock, request, connection, typing, shown, bobTypes, goes, direct, lobby, empty, bob, carol };
}

test('typing is sent at most every three seconds', async () => {
  const { clock, request, typing, direct } = await aliceTypes();
  for (let key = 0; key < 7; key += 1) {
    typing.typed({ conversation: direct });
    clock.advance(1_000);
  }
  expect(request.mock.calls).toEqual(Array(3).fill(['conversations:type', { conversation: direct }]));
});

test('typing is not sent in the Lobby, in an empty conversation, offline, to blocked people, or when it is off', async () => {
  const { db, request, connection, typing, direct, lobby, empty, bob } = await aliceTypes();
  for (const conversation of [lobby, empty]) expect(typing.typed({ conversation })).toEqual(ok({}));
  connection.state = 'offline';
  typing.typed({ conversation: direct });
  connection.state = 'online';
  setBlocked(db, bob, true);
  typing.typed({ conversation: direct });
  setBlocked(db, bob, false);
  setAccountSetting(db, 'typing', 0);
  typing.typed({ conversation: direct });
  expect(request).not.toHaveBeenCalled();
  setAccountSetting(db, 'typing', 1);
  typing.typed({ conversation: direct });
  expect(request).toHaveBeenCalledOnce();
  const unknown = conversationId.parse('x'.repeat(43));
  expect(typing.typed({ conversation: unknown })).toEqual(refuse('no-such-conversation'));
});

test('another’s typing is shown until six seconds after the last, until a message, or until that person leaves', async () => {
  const { clock, typing, shown, bobTypes, goes, direct, bob } = await aliceTypes();
  bobTypes();
  clock.advance(4_000);
  bobTypes();
  clock.advance(5_999);
  expect(shown()).toEqual([['bob']]);
  clock.advance(1);
  expect(shown()).toEqual([[]]);
  bobTypes();
  typing.stopped(direct, 'bob');
  bobTypes();
  goes(bob, 'away');
  expect(shown()).toEqual([['bob'], [], ['bob']]);
  goes(bob, 'offline');
  expect(shown()).toEqual([[]]);
});

test('typing is not shown of strangers, blocked people, or when it is off', async () => {
  const { db, typing, shown, bobTypes, direct, carol, bob } = await aliceTypes();
  typing.arrived({ conversation: direct, address: carol });
  setBlocked(db, bob, true);
  bobTypes();
  setBlocked(db, bob, false);
  setAccountSetting(db, 'typing', 0);
  bobTypes();
  expect(shown()).toEqual([]);
  setAccountSetting(db, 'typing', 1);
  bobTypes();
  expect(shown()).toEqual([['bob']]);
  setAccountSetting(db, 'typing', 0);
  typing.review();
  expect(shown()).toEqual([[]]);
});

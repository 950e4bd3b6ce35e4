import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { address, conversationId, messageId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { queueMessage } from '../../test/support/waiting-message.ts';
import { addConversation } from '../conversations/conversation-table.ts';
import { findMessage } from '../messages/message-table.ts';
import { listWaiting } from '../messages/outbox-table.ts';
import { UndoPeriod } from './undo-period.ts';

const conversation = conversationId.parse('c'.repeat(43));

async function startPeriod(undoSeconds: 0 | 5 | 10) {
  const db = await temporaryDatabase();
  const clock = manualClock();
  addConversation(db, conversation, 'public', []);
  const settings = { all: () => ({ typing: true, undoSeconds }) };
  const ended: string[] = [];
  const start = () =>
    new UndoPeriod({ db, clock, logger: silentLogger }, settings, ({ id }) => ended.push(id));
  const period = start();
  const write = (letter: string) => {
    const id = messageId.parse(`${letter.repeat(21)}A`);
    const message = { id, conversation, sender: address.parse('alice@parley.example'), device: 'd' };
    queueMessage(db, message);
    return findMessage(db, conversation, id)!;
  };
  const waiting = () => listWaiting(db, conversation, 16).map(({ message }) => message);
  return { clock, ended, start, period, write, waiting };
}

test('a message goes out once it can’t be taken back any more, and nothing written after it does before', async () => {
  const { clock, ended, period, write, waiting } = await startPeriod(5);
  const before = write('b');
  const held = write('h');
  period.begin(held);
  const after = write('a');
  expect(waiting()).toEqual([before.id]);
  clock.advance(4_999);
  expect(period.find({ conversation })).toMatchObject({ ok: true, value: { id: held.id } });
  expect(period.find({ conversation, message: before.id })).toEqual(refuse('already-sent'));
  clock.advance(1);
  expect(ended).toEqual([held.id]);
  expect(waiting()).toEqual([before.id, held.id, after.id]);
  expect(period.find({ conversation })).toEqual(refuse('no-such-message'));
  expect(period.find({ conversation, message: held.id })).toEqual(refuse('already-sent'));
});

test('what can still be taken back when Parley ends goes out at the next start', async () => {
  const { clock, ended, start, period, write, waiting } = await startPeriod(10);
  const held = write('h');
  period.begin(held);
  period.close();
  clock.advance(60_000);
  expect(ended).toEqual([]);
  expect(waiting()).toEqual([]);
  start();
  expect(waiting()).toEqual([held.id]);
});

test('without a period a message goes out at once', async () => {
  const { period, write, waiting } = await startPeriod(0);
  const sent = write('n');
  period.begin(sent);
  expect(waiting()).toEqual([sent.id]);
});

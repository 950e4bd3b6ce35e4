import { expect, test } from 'vitest';
import { createIdentity } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { findConversation } from '../conversations/conversation-table.ts';
import { listMessagesBetween, setMessageState } from './message-table.ts';
import { viewConversation, viewMessage } from './message-view.ts';
import { writeMessage } from './write-message.ts';

/** The records of a written log are a millisecond apart, from here on. */
const FIRST_AT = 1_001;

test('an unreadable message shows the reason as a sentence and a code', async () => {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  log.say({ ...alice, device: bob.device }, 'not from alice');
  const { dependencies, incoming } = await readingDevice(bob, [alice, bob], log);
  await incoming.take(log.conversation, log.page(1), 'forward');

  const view = () => {
    const conversation = findConversation(dependencies.db, log.conversation);
    const [row] = listMessagesBetween(dependencies.db, log.conversation, 1, 9, 9);
    if (!conversation || !row) throw new Error('nothing was taken over');
    return viewMessage(dependencies, conversation, row);
  };
  expect(view()).toMatchObject({
    kind: 'unreadable',
    code: 'unknown-device',
    reason: expect.stringMatching(/^This message can’t be read: .*signed list/),
  });
});

test('the latest message is the pending one; a failed one only until another arrives', async () => {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  for (const text of ['before', 'meanwhile', 'after']) log.say(alice, text);
  const { dependencies, incoming } = await readingDevice(bob, [alice, bob], log);
  const { conversation } = log;
  const latest = () => {
    const row = findConversation(dependencies.db, conversation);
    return row && viewConversation(dependencies, row).lastMessage?.text;
  };
  await incoming.take(conversation, log.page(1, 2), 'forward');
  expect(latest()).toBe('before');
  const mine = unwrap(writeMessage(dependencies, { conversation, text: 'mine' }));
  expect(latest()).toBe('mine');
  setMessageState(dependencies.db, mine, 'failed');
  dependencies.db.run('UPDATE messages SET sent_at = ? WHERE id = ?', FIRST_AT + 2, mine.id);
  expect(latest()).toBe('mine');
  await incoming.take(conversation, log.page(3), 'forward');
  expect(latest()).toBe('after');
  setMessageState(dependencies.db, mine, 'sending');
  expect(latest()).toBe('mine');
});

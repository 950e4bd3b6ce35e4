import { expect, test } from 'vitest';
import { createIdentity } from '../../test/support/identities.ts';
import { readingDevice } from '../../test/support/reading-device.ts';
import { writeLog } from '../../test/support/written-log.ts';
import { conversationOf } from '../history/conversations.ts';
import { messagesBetween } from '../history/messages.ts';
import { viewMessage } from './views.ts';

test('a face is told why a message can’t be read, in a sentence and by its code', async () => {
  const alice = await createIdentity('alice@home.example');
  const bob = await createIdentity('bob@home.example');
  const log = await writeLog(alice, bob);
  log.say({ ...alice, device: bob.device }, 'not from alice');
  const { scope, incoming } = await readingDevice(bob, [alice, bob], log);
  await incoming.take(log.conversation, log.records, log.hashBefore(1), 'forward');

  const view = () => {
    const conversation = conversationOf(scope.db, log.conversation);
    const [row] = messagesBetween(scope.db, log.conversation, 1, 9, 9);
    if (!conversation || !row) throw new Error('nothing was taken over');
    return viewMessage(scope, conversation, row);
  };
  expect(view()).toMatchObject({
    kind: 'unreadable',
    code: 'unknown-device',
    reason: expect.stringMatching(/^This message can’t be read: .*signed list/),
  });
  scope.db.run(`UPDATE messages SET code = NULL, reason = 'A sentence of long ago.'`);
  expect(view()).toMatchObject({ reason: 'A sentence of long ago.' });
  expect(view()).not.toHaveProperty('code');
});

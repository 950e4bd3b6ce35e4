import { expect, test } from 'vitest';
import { utf8 } from '../../protocol/bytes.ts';
import { refuse } from '../../protocol/errors.ts';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { createIdentity } from '../../test/support/identities.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { ServerTime } from '../connection/server-time.ts';
import { addConversation } from '../conversations/conversation-table.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { showProgress } from './content/content.ts';
import { editMessage, retryEdits } from './edit-message.ts';
import { findMessage, placeMessage } from './message-table.ts';
import { dequeue, findQueued, listWaiting, markFailed } from './outbox-table.ts';
import { writeMessage } from './write-message.ts';

const conversation = conversationId.parse('c'.repeat(43));

/** A message of alice's that waits to be sent. */
async function aliceWrote(text: string) {
  const db = await temporaryDatabase();
  const { address, device } = await createIdentity('alice@parley.example');
  addConversation(db, conversation, 'public', []);
  const clock = manualClock();
  // Only what writing asks for.
  const dependencies = {
    db,
    clock,
    serverTime: new ServerTime({ db, clock }),
    account: { address, device: device.id },
  } as unknown as ConversationDependencies;
  const { id } = unwrap(writeMessage(dependencies, { conversation, text }));
  const shown = () => findMessage(db, conversation, id)!;
  const waiting = () =>
    listWaiting(db, conversation, 10).map(({ body }) => JSON.parse(Buffer.from(body).toString('utf8')));
  const edit = (to: string, hasLeft = false) =>
    editMessage(dependencies, { conversation, message: id, text: to }, () => hasLeft);
  const place = () => {
    placeMessage(db, shown(), 1, 1_000);
    dequeue(db, conversation, id);
  };
  return { db, id, dependencies, shown, waiting, edit, place };
}

test('a waiting message that has not left is rewritten: one message goes out, with the new text', async () => {
  const { edit, shown, waiting, id } = await aliceWrote('frist');
  const before = shown();
  expect(unwrap(edit('first'))).toMatchObject({ id, text: 'first', state: 'sending', edited: undefined });
  expect(shown().position).toBe(before.position);
  expect(waiting()).toEqual([{ type: 'text', text: 'first', sentAt: before.sentAt }]);
});

test('a message that the server refused is rewritten and waits again', async () => {
  const { db, edit, shown, waiting, id } = await aliceWrote('too long');
  const queued = findQueued(db, conversation, id)!;
  markFailed(db, queued);
  showProgress(db, queued, { state: 'failed', why: { code: 'too-large' } });
  unwrap(edit('short', true));
  expect(shown()).toMatchObject({ text: 'short', state: 'sending', why: undefined });
  expect(waiting()).toMatchObject([{ type: 'text', text: 'short' }]);
});

test('a waiting message that may have left is followed by an edit', async () => {
  const { edit, shown, waiting, id } = await aliceWrote('frist');
  unwrap(edit('first', true));
  expect(shown()).toMatchObject({ text: 'first', editing: 'sending' });
  expect(waiting()).toMatchObject([
    { type: 'text', text: 'frist' },
    { type: 'edit', target: id, text: 'first' },
  ]);
});

test('an edit that failed waits again after a retry, and its reason is gone', async () => {
  const { db, edit, dependencies, shown, waiting, place } = await aliceWrote('frist');
  place();
  unwrap(edit('first'));
  const [queued] = listWaiting(db, conversation, 1);
  markFailed(db, queued!);
  showProgress(db, queued!, { state: 'failed', why: { code: 'not-allowed' } });
  expect(shown()).toMatchObject({ text: 'first', editing: 'failed', why: { code: 'not-allowed' } });
  expect(waiting()).toEqual([]);
  expect(unwrap(retryEdits(dependencies, shown()))).toMatchObject({ editing: 'sending', why: undefined });
  expect(waiting()).toMatchObject([{ type: 'edit', text: 'first' }]);
});

test('a later edit takes the place of one that failed', async () => {
  const { db, edit, shown, waiting, place } = await aliceWrote('frist');
  place();
  unwrap(edit('fisrt'));
  const [queued] = listWaiting(db, conversation, 1);
  markFailed(db, queued!);
  showProgress(db, queued!, { state: 'failed', why: { code: 'not-allowed' } });
  unwrap(edit('first'));
  expect(shown()).toMatchObject({ text: 'first', editing: 'sending', why: undefined });
  expect(waiting()).toMatchObject([{ type: 'edit', text: 'first' }]);
});

test('a message that is not here can’t be edited', async () => {
  const { dependencies } = await aliceWrote('first');
  const message = Buffer.from(utf8('sixteen  bytes!!')).toString('base64url') as never;
  const refused = editMessage(dependencies, { conversation, message, text: 'x' }, () => false);
  expect(refused).toEqual(refuse('no-such-message'));
});

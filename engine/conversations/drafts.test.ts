import { expect, test } from 'vitest';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { createDrafts } from './drafts.ts';

const lobby = conversationId.parse('l'.repeat(43));
const bob = conversationId.parse('b'.repeat(43));

test('a draft is told at once and is written down a moment later, as it is by then', async () => {
  const database = await temporaryDatabase();
  const clock = manualClock();
  const drafts = createDrafts(database, clock);
  const written = [drafts.save(lobby, 'h'), drafts.save(lobby, 'hello'), drafts.save(bob, 'there')];
  expect(drafts.all()).toContainEqual({ conversation: lobby, text: 'hello' });
  expect(createDrafts(database, clock).all()).toEqual([]);
  clock.advance(300);
  await Promise.all(written);
  expect(createDrafts(database, clock).all()).toEqual(drafts.all());
  drafts.save(lobby, '');
  clock.advance(300);
  expect(createDrafts(database, clock).all()).toEqual([{ conversation: bob, text: 'there' }]);
});

test('closing writes down what waits, once', async () => {
  const database = await temporaryDatabase();
  const clock = manualClock();
  const drafts = createDrafts(database, clock);
  const written = drafts.save(lobby, 'half a sent');
  drafts.close();
  await written;
  const next = createDrafts(database, clock);
  expect(next.all()).toEqual([{ conversation: lobby, text: 'half a sent' }]);
  next.save(lobby, 'something else');
  next.close();
  clock.advance(300);
  expect(createDrafts(database, clock).all()).toEqual([{ conversation: lobby, text: 'something else' }]);
});

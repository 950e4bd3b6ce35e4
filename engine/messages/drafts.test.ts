import { expect, test } from 'vitest';
import { conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { createDrafts } from './drafts.ts';

const lobby = conversationId.parse('l'.repeat(43));
const bob = conversationId.parse('b'.repeat(43));

test('a draft is listed at once and written a moment later, as it is by then', async () => {
  const database = await temporaryDatabase();
  const clock = manualClock();
  const drafts = createDrafts(database, clock, silentLogger);
  const written = [drafts.save(lobby, 'h'), drafts.save(lobby, 'hello'), drafts.save(bob, 'there')];
  expect(drafts.all()).toContainEqual({ conversation: lobby, text: 'hello' });
  expect(createDrafts(database, clock, silentLogger).all()).toEqual([]);
  clock.advance(300);
  await Promise.all(written);
  expect(createDrafts(database, clock, silentLogger).all()).toEqual(drafts.all());
  drafts.save(lobby, '');
  clock.advance(300);
  expect(createDrafts(database, clock, silentLogger).all()).toEqual([{ conversation: bob, text: 'there' }]);
});

test('closing writes unsaved drafts, once', async () => {
  const database = await temporaryDatabase();
  const clock = manualClock();
  const drafts = createDrafts(database, clock, silentLogger);
  const written = drafts.save(lobby, 'half a sent');
  drafts.close();
  await written;
  const next = createDrafts(database, clock, silentLogger);
  expect(next.all()).toEqual([{ conversation: lobby, text: 'half a sent' }]);
  next.save(lobby, 'something else');
  next.close();
  clock.advance(300);
  expect(createDrafts(database, clock, silentLogger).all()).toEqual([
    { conversation: lobby, text: 'something else' },
  ]);
});

test('a failed write is reported and repeated, until the drafts are closed', async () => {
  const database = await temporaryDatabase();
  const clock = manualClock();
  let full = true;
  let tries = 0;
  const failing = new Proxy(database, {
    get(_, name: keyof typeof database) {
      if (name !== 'run') return database[name].bind(database);
      return (...parameters: Parameters<typeof database.run>) => {
        tries += 1;
        if (full) throw new Error('the disk is full');
        return database.run(...parameters);
      };
    },
  });
  const drafts = createDrafts(failing, clock, silentLogger);
  const written = drafts.save(lobby, 'hello');
  clock.advance(300);
  await expect(written).rejects.toThrow('full');
  full = false;
  clock.advance(10_000);
  expect(createDrafts(database, clock, silentLogger).all()).toEqual(drafts.all());
  full = true;
  drafts.save(lobby, '');
  drafts.close();
  clock.advance(60_000);
  expect(tries).toBe(3);
});

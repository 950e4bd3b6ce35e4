import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address, conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { notificationLevels } from '../api/notification-levels.ts';
import {
  isBlocked,
  listBlocked,
  listDecisions,
  mergeDecisions,
  setBlocked,
  setDecision,
  setMutedUntil,
  setNotificationLevel,
} from './decision-table.ts';

const bob = address.parse('bob@parley.example');
const id = conversationId.parse('c'.repeat(43));

test('the later decision holds, whichever device it comes from', async () => {
  const [laptop, phone] = [await temporaryDatabase(), await temporaryDatabase()];
  setBlocked(laptop, bob, true);
  mergeDecisions(phone, listDecisions(laptop));
  expect(listBlocked(phone)).toEqual([bob]);
  setBlocked(phone, bob, false);
  mergeDecisions(phone, listDecisions(laptop));
  expect(isBlocked(phone, bob)).toBe(false);
  mergeDecisions(laptop, listDecisions(phone));
  expect(listDecisions(laptop)).toMatchObject({ people: { [bob]: { blocked: false, changes: 2 } } });
});

test('an older state that a server gives out again takes nothing back', async () => {
  const db = await temporaryDatabase();
  setDecision(db, { id, joined: 0 }, true);
  setMutedUntil(db, id, 1);
  setNotificationLevel(db, id, 'none');
  const older = listDecisions(db);
  setBlocked(db, bob, true);
  setDecision(db, { id, joined: 0 }, false);
  setMutedUntil(db, id, 0);
  setNotificationLevel(db, id, 'all');
  const newer = listDecisions(db);
  mergeDecisions(db, older);
  mergeDecisions(db, { people: { [bob]: { blocked: false, changes: 1 } } });
  expect(listDecisions(db)).toEqual(newer);
});

test('devices that have decided at once come to the same, in any order, and the decision that protects holds', async () => {
  const person = fc.record({ blocked: fc.boolean(), changes: fc.integer({ min: 1, max: 3 }) });
  const request = fc.record({
    accepted: fc.boolean(),
    joined: fc.integer({ min: 0, max: 2 }),
    changes: fc.integer({ min: 1, max: 3 }),
  });
  const mute = fc.record({
    until: fc.integer({ min: 0, max: 2 }),
    changes: fc.integer({ min: 1, max: 3 }),
  });
  const level = fc.record({
    level: fc.constantFrom(...notificationLevels),
    changes: fc.integer({ min: 1, max: 3 }),
  });
  const setting = fc.record({
    value: fc.integer({ min: 0, max: 2 }),
    changes: fc.integer({ min: 1, max: 3 }),
  });
  const decisions = fc.array(fc.tuple(person, request, mute, level, setting), { minLength: 1, maxLength: 5 });
  const [one, other] = [await temporaryDatabase(), await temporaryDatabase()];
  fc.assert(
    fc.property(decisions, (made) => {
      for (const db of [one, other]) db.run('DELETE FROM settings');
      const marks = made.map(([known, answered, muted, notified, chosen]) => ({
        people: { [bob]: known },
        requests: { [id]: answered },
        mutes: { [id]: muted },
        levels: { [id]: notified },
        settings: { typing: chosen },
      }));
      for (const each of marks) mergeDecisions(one, each);
      for (const each of marks.toReversed()) mergeDecisions(other, each);
      expect(listDecisions(one)).toEqual(listDecisions(other));
      const most = Math.max(...made.map(([{ changes }]) => changes));
      const isAnyBlocked = made.some(([{ blocked, changes }]) => blocked && changes === most);
      expect(isBlocked(one, bob)).toBe(isAnyBlocked);
    }),
    { numRuns: 60 },
  );
});

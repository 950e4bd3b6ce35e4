import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { address, conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { openMarks, sealMarks } from '../encryption/high-water-marks.ts';
import { getSavedVersion, keepMarks, listMarks, raiseMark } from './stored-marks.ts';

const own = { marksKey: new Uint8Array(32).fill(5), address: address.parse('alice@home.example') };
const conversation = conversationId.parse('c'.repeat(43));

test('marks only rise, in any order of arrival', async () => {
  const database = await temporaryDatabase();
  const position = fc.nat({ max: 2 ** 32 - 1 });
  const seen = { conversation, epoch: 0, seq: 0, restores: 0 };
  raiseMark(database, seen);
  fc.assert(
    fc.property(position, position, (epoch, seq) => {
      const rises = epoch > seen.epoch || seq > seen.seq;
      seen.epoch = Math.max(seen.epoch, epoch);
      seen.seq = Math.max(seen.seq, seq);
      expect(raiseMark(database, { conversation, epoch, seq })).toBe(rises);
      expect(listMarks(database)).toEqual([seen]);
    }),
  );
});

test('a lower mark that the user accepted replaces the earlier one, whichever device saves first', async () => {
  const database = await temporaryDatabase();
  raiseMark(database, { conversation, epoch: 3, seq: 10 });
  expect(raiseMark(database, { conversation, epoch: 1, seq: 4, restores: 1 })).toBe(true);
  expect(raiseMark(database, { conversation, epoch: 3, seq: 12 })).toBe(false);
  expect(listMarks(database)).toEqual([{ conversation, epoch: 1, seq: 4, restores: 1 }]);
  const { marks } = openMarks(
    own.marksKey,
    own.address,
    sealMarks(own.marksKey, own.address, 2, {
      manifestVersion: 1,
      conversations: { [conversation]: { epoch: 1, seq: 4, restores: 1 } },
    }),
  )!;
  expect(marks.conversations[conversation]).toEqual({ epoch: 1, seq: 4, restores: 1 });
});

test('marks that another device saved are adopted, with their version', async () => {
  const database = await temporaryDatabase();
  raiseMark(database, { conversation, epoch: 3, seq: 10 });
  const marks = { manifestVersion: 4, conversations: { [conversation]: { epoch: 1, seq: 20 } } };
  const sealed = sealMarks(own.marksKey, own.address, 7, marks);
  expect(keepMarks(database, own, sealed)).toMatchObject({ ok: true, value: { manifestVersion: 4 } });
  expect(listMarks(database)).toEqual([{ conversation, epoch: 3, seq: 20, restores: 0 }]);
  expect(getSavedVersion(database)).toBe(7);
  keepMarks(database, own, sealMarks(own.marksKey, own.address, 6, marks));
  expect(getSavedVersion(database)).toBe(7);
});

test('marks under another key are refused and change nothing', async () => {
  const database = await temporaryDatabase();
  const marks = { manifestVersion: 4, conversations: { [conversation]: { epoch: 1, seq: 20 } } };
  const sealed = sealMarks(new Uint8Array(32), own.address, 7, marks);
  expect(keepMarks(database, own, sealed)).toEqual(
    refuse('verification-failed', { detail: 'the high-water marks' }),
  );
  expect(listMarks(database)).toEqual([]);
});

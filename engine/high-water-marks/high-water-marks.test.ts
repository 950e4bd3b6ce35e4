import { expect, onTestFinished, test, vi } from 'vitest';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { address, conversationId } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import type { Connection } from '../connection/connection.ts';
import { openMarks } from '../encryption/high-water-marks.ts';
import type { AccountState } from '../session/account-session.ts';
import { createMarksKeeper } from './high-water-marks.ts';

const conversation = conversationId.parse('c'.repeat(43));
const own = { marksKey: new Uint8Array(32).fill(5), address: address.parse('alice@home.example') };

/** A computer of Alice’s, and the positions that the server was given to keep. */
async function alicesMarks() {
  const database = await temporaryDatabase();
  const clock = manualClock();
  const kept: (number | undefined)[] = [];
  const server = { answer: ok({}) as Result<object> };
  const connection = {
    state: 'online',
    async request(_: string, { marks }: { marks: Uint8Array }) {
      if (server.answer.ok)
        kept.push(openMarks(own.marksKey, own.address, marks)?.marks.conversations[conversation]?.seq);
      return server.answer;
    },
  } as unknown as Connection; // What a keeper of marks asks for.
  const contacts = { find: () => undefined };
  const account = { ...own, database, contacts } as unknown as AccountState;
  const open = () => {
    const keeper = createMarksKeeper({ account, connection, clock, logger: silentLogger });
    onTestFinished(() => keeper.close());
    return keeper;
  };
  return { database, clock, kept, server, open };
}

test('marks that could not be saved are saved after a pause', async () => {
  const { open, server, clock, kept } = await alicesMarks();
  const keeper = open();
  await keeper.save();
  kept.length = 0;
  server.answer = refuse('internal');
  keeper.noteSeen(conversation, 1, 10);
  await keeper.save();
  server.answer = ok({});
  await vi.waitFor(() => {
    clock.advance(60_000);
    expect(kept).toEqual([10]);
  }, 10_000);
});

test('saving goes on after the database has failed once', async () => {
  const { open, database, kept } = await alicesMarks();
  const keeper = open();
  keeper.noteSeen(conversation, 1, 10);
  vi.spyOn(database, 'all').mockImplementationOnce(() => {
    throw new Error('the disk is full');
  });
  await keeper.save();
  expect(kept).toEqual([]);
  keeper.noteSeen(conversation, 1, 11);
  await keeper.save();
  expect(kept).toEqual([11]);
});

test('unsaved marks of the last sign-in are saved at the next one, and saved ones are not saved again', async () => {
  const { open, server, clock, kept } = await alicesMarks();
  const keeper = open();
  keeper.noteSeen(conversation, 1, 10);
  server.answer = refuse('not-signed-in');
  await keeper.close();
  server.answer = ok({});
  const next = open();
  clock.advance(10_000);
  await next.close();
  expect(kept).toEqual([10]);
  const third = open();
  clock.advance(60_000);
  await third.close();
  expect(kept).toEqual([10]);
});

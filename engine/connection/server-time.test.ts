import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/support/database.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { ServerTime } from './server-time.ts';

const HOUR = 3_600_000;

test('the server’s time goes on from its answer, whatever the date of the computer is set to', async () => {
  const clock = manualClock();
  const time = new ServerTime({ db: await temporaryDatabase(), clock });
  const servers = clock.now() - HOUR;
  expect(time.now()).toBe(clock.now());
  time.heard(servers);
  expect(time.now()).toBe(servers);
  clock.advance(HOUR);
  expect(time.now()).toBe(servers + HOUR);
  clock.set(clock.now() + 24 * HOUR);
  expect(time.now()).toBe(servers + HOUR);
  clock.set(0);
  expect(time.now()).toBe(servers + HOUR);
});

test('the next start takes the difference of the last answer until there is a new one', async () => {
  const clock = manualClock();
  const db = await temporaryDatabase();
  const servers = clock.now() - HOUR;
  new ServerTime({ db, clock }).heard(servers);
  clock.advance(HOUR);
  const again = new ServerTime({ db, clock });
  expect(again.now()).toBe(servers + HOUR);
  again.heard(clock.now());
  expect(new ServerTime({ db, clock }).now()).toBe(clock.now());
});

test('an instant of the server is shown as this computer’s clock will show it, and always as a date', async () => {
  const clock = manualClock();
  const time = new ServerTime({ db: await temporaryDatabase(), clock });
  time.heard(clock.now() - HOUR);
  expect(time.here(time.now() + HOUR).getTime()).toBe(clock.now() + HOUR);
  for (const far of [8_640_000_000_000_000 + 4_294_967_295_000, Number.MAX_SAFE_INTEGER])
    expect(time.here(far).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
  time.heard(Number.MAX_SAFE_INTEGER);
  expect(time.here(0).toISOString()).toMatch(/^-/);
});

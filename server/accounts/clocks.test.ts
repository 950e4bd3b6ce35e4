import { expect, test } from 'vitest';
import { deviceId, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { LiveConnections } from '../gateway/live-connections.ts';
import { openInvites } from '../invites/invites.ts';
import { openSessions } from '../sessions/sessions.ts';
import { openSignInLock } from '../sessions/sign-in-lock.ts';
import { openStore } from '../store/embedded/testing/open-store.ts';
import type { Store } from '../store/store.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const alice = username.parse('alice');
const lock = limits.signInLockMilliseconds;

/** A store and a clock that was a year ahead, until it is set right. */
async function serverWithClock() {
  const folder = await temporaryFolder();
  let now = Date.parse('2027-11-30T12:00:00Z');
  let store: Store = await openStore(folder);
  return {
    store: () => store,
    now: () => now,
    setRight: () => {
      now = Date.parse('2026-11-30T12:00:00Z');
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** Opens what is kept in the store, and again whenever the server has been started anew. */
    async keep<Part>(open: (store: Store, now: () => number) => Promise<Part>) {
      let part = await open(store, () => now);
      return {
        current: () => part,
        async restart() {
          await store.close();
          store = await openStore(folder);
          part = await open(store, () => now);
        },
      };
    },
  };
}

const ways = ['while it runs', 'across restarts'] as const;

test.each(ways)(
  'a lock that was made while the clock was ahead lasts five minutes from its correction: %s',
  async (how) => {
    const server = await serverWithClock();
    const locks = await server.keep(openSignInLock);
    const reopen = () => (how === 'across restarts' ? locks.restart() : undefined);
    const attempt = { username: alice, counter: 'password 192.0.2.1' };
    const guess = () => locks.current().attempt(attempt, async () => undefined);
    for (let count = 0; count < limits.signInFailures; count += 1) await guess();
    server.setRight();
    await reopen();
    expect(await guess()).toMatchObject({ code: 'account-locked', facts: { retryAfterMs: lock } });
    server.pass(lock - 1_000);
    await reopen();
    expect(await guess()).toMatchObject({ code: 'account-locked', facts: { retryAfterMs: 1_000 } });
    server.pass(1_001);
    await reopen();
    expect(await guess()).toMatchObject({ code: 'wrong-credentials' });
    await server.store().close();
  },
);

test.each(ways)(
  'an invite that was made while the clock was ahead lasts its week from its correction: %s',
  async (how) => {
    const server = await serverWithClock();
    const invites = await server.keep(openInvites);
    const reopen = () => (how === 'across restarts' ? invites.restart() : undefined);
    const created = await invites.current().create({ role: 'member', uses: 1, expires: server.now() + WEEK });
    const token = created.ok ? created.value.token : '';
    server.setRight();
    await reopen();
    expect(invites.current().list()).toMatchObject([{ created: server.now(), expires: server.now() + WEEK }]);
    server.pass(WEEK - 1);
    await reopen();
    expect(invites.current().find(token)).toBeDefined();
    server.pass(1);
    await reopen();
    expect(invites.current().find(token)).toBeUndefined();
    expect(invites.current().list()).toEqual([]);
    await server.store().close();
  },
);

test('an invite without an end has none after a correction either', async () => {
  const server = await serverWithClock();
  const invites = await openInvites(server.store(), server.now);
  const created = await invites.create({ role: 'member', uses: 1 });
  server.setRight();
  server.pass(10 * WEEK);
  expect(invites.find(created.ok ? created.value.token : '')).toBeDefined();
  await server.store().close();
});

test('a session that was seen while the clock was ahead does not stay the newest', async () => {
  const server = await serverWithClock();
  const sessions = await server.keep((store, now) => openSessions(store, new LiveConnections(), now));
  const { session, change } = sessions
    .current()
    .prepare(alice, deviceId.parse(Buffer.alloc(16, 1).toString('base64url')));
  await server.store().commit([change]);
  server.setRight();
  await sessions.restart();
  expect(sessions.current().of(alice)).toEqual([
    { ...session, created: server.now(), lastSeen: server.now() },
  ]);
  expect(await server.store().list('sessions', alice)).toEqual(
    new Map([[session.id, { ...session, created: server.now(), lastSeen: server.now() }]]),
  );
  await server.store().close();
});

// Which failures lock which sign-ins.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deviceId, serverName, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { RecordingConnection, RecordingConnections } from '../../test/support/recording-connections.ts';
import { silentLogger } from '../../test/support/silent-logger.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { applicant, sealed, secretOf } from '../../test/support/wire-client.ts';
import { openAccounts } from '../accounts/accounts.ts';
import { ProcessBus } from '../cluster/process-bus.ts';
import { openEmbeddedStore } from '../store/embedded/embedded.ts';
import { OVERALL, openSignInLock } from './sign-in-lock.ts';

const alice = username.parse('alice');
const name = serverName.parse('home.example');
const rightKey = secretOf('alice’s password');

/** The accounts of a server, whose clock is the test's and whose connections come from wherever it says. */
async function accountsOf(folder: string, clock = { now: Date.now() }) {
  const store = await openEmbeddedStore({
    folder: join(folder, 'store'),
    onWarning: () => undefined,
    onFatal: (error) => {
      throw error;
    },
  });
  const connections = new RecordingConnections();
  const policy = { registration: 'open', sessions: 'many' } as const;
  const wanted = { name };
  const now = () => clock.now;
  const bus = new ProcessBus(connections);
  const accounts = await openAccounts({ store, connections, bus, policy, wanted, logger: silentLogger, now });
  const stop = async () => {
    await accounts.close();
    await store.close();
  };
  return { accounts, store, clock, stop };
}

async function withAlice() {
  const { accounts, store, clock, stop } = await accountsOf(await temporaryFolder());
  onTestFinished(stop);
  const { registration } = await applicant('alice', name);
  const home = new RecordingConnection('home', '198.51.100.1');
  const registered = await accounts.handlers['account:register'](registration, { connection: home });
  if (!registered.ok) throw new Error(registered.code);
  /** A device of its own for each network. */
  const deviceAt = (address: string) => deviceId.parse(address.replaceAll(/[.:]/g, '-').padStart(22, 'd'));
  const from = (address: string) => ({ connection: new RecordingConnection(address, address) });
  const signIn = (address: string, authKey = secretOf('wrong')) =>
    accounts.handlers['account:sign-in'](
      { username: alice, authKey, device: deviceAt(address) },
      from(address),
    );
  const recover = (address: string, recoveryAuth = secretOf('wrong')) =>
    accounts.handlers['account:recover'](
      { username: alice, recoveryAuth, device: deviceAt(address) },
      from(address),
    );
  const changePassword = (authKey: string) => {
    if (!home.session) throw new Error('alice’s device must be signed in');
    const request = { proof: { authKey }, newAuthKey: rightKey, vault: sealed(2) };
    return accounts.handlers['account:change-password'](request, {
      connection: home,
      session: home.session,
    });
  };
  /** What strangers of many networks do together, without the work of bcrypt. */
  const failEverywhere = async (failures: number) => {
    for (let count = 0; count < failures; count += 1) {
      const attempt = { username: alice, counter: `password 192.0.2.${count}`, overall: OVERALL };
      await accounts.lock.attempt(attempt, async () => undefined);
    }
  };
  return { accounts, store, clock, signIn, recover, changePassword, failEverywhere };
}

async function failures(attempt: () => Promise<unknown>, count = limits.signInFailures) {
  for (let tries = 0; tries < count; tries += 1) await attempt();
}

test('four failures lock the network that they come from, and no other', async () => {
  const { signIn } = await withAlice();
  await failures(() => signIn('203.0.113.7'));
  expect(await signIn('203.0.113.7', rightKey)).toMatchObject({ code: 'account-locked' });
  expect(await signIn('203.0.113.8', rightKey)).toMatchObject({ ok: true });
});

test('the addresses of one IPv6 network fail together', async () => {
  const { signIn } = await withAlice();
  for (const host of [1, 2, 3, 4]) await signIn(`2001:db8:1:2::${host}`);
  expect(await signIn('2001:db8:1:2::5', rightKey)).toMatchObject({ code: 'account-locked' });
  expect(await signIn('2001:db8:1:3::5', rightKey)).toMatchObject({ ok: true });
});

test('wrong passwords of a network lock neither the recovery key there nor a signed-in device', async () => {
  const { signIn, recover, changePassword } = await withAlice();
  await failures(() => signIn('198.51.100.1'));
  expect(await signIn('198.51.100.1', rightKey)).toMatchObject({ code: 'account-locked' });
  expect(await recover('198.51.100.1', secretOf('alice’s recovery key'))).toMatchObject({ ok: true });
  expect(await changePassword(rightKey)).toMatchObject({ ok: true });
});

test('wrong recovery keys and wrong old passwords lock themselves alone', async () => {
  const { signIn, recover, changePassword } = await withAlice();
  await failures(() => recover('203.0.113.7'));
  await failures(() => changePassword(secretOf('wrong')));
  expect(await recover('203.0.113.7', secretOf('alice’s recovery key'))).toMatchObject({
    code: 'account-locked',
  });
  expect(await changePassword(rightKey)).toMatchObject({ code: 'account-locked' });
  expect(await signIn('203.0.113.7', rightKey)).toMatchObject({ ok: true });
});

test('failures from many networks together lock strangers for an hour from the first, not the account’s own places', async () => {
  const { signIn, recover, changePassword, failEverywhere, clock } = await withAlice();
  await failEverywhere(limits.signInFailuresOverall - 1);
  expect(await signIn('203.0.113.7', rightKey)).toMatchObject({ ok: true });
  await failEverywhere(1);
  expect(await signIn('203.0.113.8', rightKey)).toMatchObject({ code: 'account-locked' });
  expect(await signIn('198.51.100.1', rightKey)).toMatchObject({ ok: true });
  expect(await recover('203.0.113.8', secretOf('alice’s recovery key'))).toMatchObject({ ok: true });
  expect(await changePassword(rightKey)).toMatchObject({ ok: true });
  clock.now += limits.signInOverallMilliseconds;
  expect(await signIn('203.0.113.9', rightKey)).toMatchObject({ ok: true });
});

test('simultaneous tries from many networks: the server checks no more than may fail in all', async () => {
  const { accounts } = await withAlice();
  const looking: (() => void)[] = [];
  const attempts = Array.from({ length: 3 * limits.signInFailuresOverall }, (_, index) =>
    accounts.lock.attempt({ username: alice, counter: `password ${index}`, overall: OVERALL }, () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      looking.push(() => resolve(undefined));
      return promise;
    }),
  );
  // Those that are refused at once are answered before any of the others.
  await Promise.all(attempts.slice(limits.signInFailuresOverall));
  expect(looking).toHaveLength(limits.signInFailuresOverall);
  for (const look of looking) look();
  await Promise.all(attempts);
});

test('an administrator lifts every lock of a name, and each outlives a restart', async () => {
  const { accounts, store, clock, failEverywhere, signIn } = await withAlice();
  await failures(() => signIn('203.0.113.7'));
  await failEverywhere(limits.signInFailuresOverall);
  const reopened = await openSignInLock(store, () => clock.now);
  const attempt = { username: alice, counter: 'password 203.0.113.99', overall: OVERALL };
  expect(await reopened.attempt(attempt, async () => 'right')).toMatchObject({ code: 'account-locked' });
  await accounts.lock.forget(alice);
  expect(await signIn('203.0.113.7', rightKey)).toMatchObject({ ok: true });
  const lifted = await openSignInLock(store, () => clock.now);
  expect(await lifted.attempt(attempt, async () => 'right')).toMatchObject({ ok: true });
});

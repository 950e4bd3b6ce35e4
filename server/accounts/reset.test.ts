// What a server does with an account that is reset, seen from the wire.
import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { signManifest } from '../../engine/encryption/manifests.ts';
import { sessionToken } from '../../protocol/accounts.ts';
import type { ErrorFacts } from '../../protocol/errors.ts';
import { type Address, address, digest, username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import { applicant, connectWire, registered, secretOf } from '../../test/support/wire-client.ts';
import { callAdmin } from '../admin/admin.ts';

const alice = username.parse('alice');
const given = secretOf('given out');

function reset(home: TestServer, initialAuthKey = given) {
  return callAdmin(home.dataFolder, 'user.reset', { username: alice, initialAuthKey });
}

/** Alice has registered, and has been reset. */
async function resetAlice(role: 'owner' | 'member' = 'owner') {
  const home = await startTestServer();
  if (role === 'member') await registered(home, 'owner');
  const before = await registered(home, 'alice');
  expect(await reset(home)).toEqual({ ok: true, value: { role, wasSetUp: true } });
  return { home, before, client: await connectWire(home.url) };
}

/** New keys for alice, whose first manifest follows what the refusal names. */
async function follower(home: TestServer, { version, generation, manifest, endedAt }: ErrorFacts) {
  const anew = await applicant('alice', home.name, 'a new password');
  const { identity, registration } = anew;
  const next = {
    ...identity.manifest,
    version: Number(version) + 1,
    previous: manifest,
    former: { manifest, until: endedAt },
    mailbox: { ...identity.manifest.mailbox, generation: Number(generation) + 1 },
  } as Manifest; // the facts are of these kinds
  const signed = (changes: Partial<Manifest> = {}) =>
    signManifest({ ...next, ...changes }, identity.account.seed);
  return { next, signed, registration: { ...registration, initialAuthKey: given, manifest: signed() } };
}

async function factsOf(client: Awaited<ReturnType<typeof connectWire>>, home: TestServer) {
  const { registration } = await applicant('alice', home.name);
  const { device } = registration;
  const answer = await client.ask('account:sign-in', { username: alice, authKey: given, device });
  expect(answer).toMatchObject({ code: 'account-reset' });
  return (!answer.ok && answer.facts) || {};
}

test('a reset ends sessions, password and recovery key, and a name that isn’t there is named', async () => {
  const { home, before, client } = await resetAlice();
  const { registration, token } = before;
  const { device, authKey, recoveryAuth } = registration;
  const unknown = { username: username.parse('nobody'), initialAuthKey: given };
  expect(await callAdmin(home.dataFolder, 'user.reset', unknown)).toMatchObject({ code: 'no-such-user' });
  await vi.waitFor(() => expect(before.socket.connected).toBe(false), 10_000);
  const resumed = connectWire(home.url, { token: sessionToken.parse(token) });
  await expect(resumed).rejects.toMatchObject({ data: { code: 'session-ended' } });
  expect(await client.ask('account:sign-in', { username: alice, authKey, device })).toMatchObject({
    code: 'wrong-credentials',
  });
  expect(await client.ask('account:recover', { username: alice, recoveryAuth, device })).toMatchObject({
    code: 'wrong-credentials',
  });
  expect(await client.ask('account:removal', { username: alice, device })).toMatchObject({
    code: 'signed-out-by-reset',
    facts: { resetAt: expect.any(String) },
  });
});

test('a wrong initial password counts like any other, and a reset lifts the lock', async () => {
  const { home, client } = await resetAlice();
  const { registration } = await applicant('alice', home.name);
  const guess = { username: alice, authKey: secretOf('a guess'), device: registration.device };
  const codes = [];
  for (let count = 0; count < 5; count += 1) {
    const answer = await client.ask('account:sign-in', guess);
    codes.push(answer.ok ? 'signed in' : answer.code);
  }
  expect(codes.slice(-2)).toEqual(['account-locked', 'account-locked']);
  await reset(home);
  await factsOf(client, home);
});

test('the set-up takes only keys that go on where the former ones ended', async () => {
  const { home, before, client } = await resetAlice();
  const facts = await factsOf(client, home);
  const { next, signed, registration } = await follower(home, facts);
  const { registration: unaware } = await applicant('alice', home.name);
  expect(await client.ask('account:register', { ...unaware, initialAuthKey: given })).toMatchObject({
    code: 'account-reset',
  });
  const [laptop] = before.identity.manifest.devices;
  const early = new Date(Date.parse(String(facts.resetAt)) - 1).toISOString();
  const late = new Date(Date.now() + 60_000).toISOString();
  const former = next.former!; // it was just given
  const wrong: readonly Partial<Manifest>[] = [
    { version: next.version + 1 },
    { previous: before.identity.manifest.accountKey as unknown as Manifest['previous'] },
    { former: undefined },
    { former: { ...former, until: early } },
    { former: { ...former, until: late } },
    { mailbox: { ...next.mailbox, generation: 1 } },
    { devices: [...next.devices, laptop!] },
  ];
  for (const changes of wrong) {
    const refused = await client.ask('account:register', { ...registration, manifest: signed(changes) });
    expect(refused, JSON.stringify(Object.keys(changes))).toMatchObject({ code: 'verification-failed' });
  }
  // The intruder’s old key doesn’t bring the account back either.
  const old = signManifest(
    { ...next, accountKey: before.identity.manifest.accountKey },
    before.identity.account.seed,
  );
  expect(await client.ask('account:register', { ...registration, manifest: old })).toMatchObject({
    code: 'verification-failed',
  });
  expect(await client.ask('account:register', registration)).toMatchObject({ ok: true });
  expect(await client.ask('account:get', {})).toMatchObject({ value: { role: 'owner' } });
});

test('an account that is reset again is not set up with the password before', async () => {
  const { home, client } = await resetAlice();
  const { registration } = await follower(home, await factsOf(client, home));
  await reset(home, secretOf('another one'));
  const refused = await client.ask('account:register', registration);
  expect(refused.ok ? 'registered' : refused.code).toBe('username-taken');
});

test('one that was never set up only gets another initial password', async () => {
  const home = await startTestServer();
  await callAdmin(home.dataFolder, 'user.add', { username: alice, initialAuthKey: secretOf('the first') });
  expect(await reset(home)).toMatchObject({ value: { wasSetUp: false } });
  expect(await callAdmin(home.dataFolder, 'user.list', {})).toMatchObject({
    value: { users: [{ username: 'alice', state: 'waiting' }] },
  });
  const client = await connectWire(home.url);
  const { registration } = await applicant('alice', home.name);
  expect(await client.ask('account:register', { ...registration, initialAuthKey: given })).toMatchObject({
    ok: true,
  });
});

test('the former manifest stays for those who read what was written, and is named as that', async () => {
  const { home, before, client } = await resetAlice();
  const bob = await registered(home, 'bob');
  const addresses: readonly Address[] = [address.parse(`alice@${home.name}`)];
  const ask = () => bob.ask('people:manifests', { addresses: [...addresses] });
  const old = Buffer.from(before.registration.manifest);
  expect(await ask()).toMatchObject({ value: { manifests: [{ manifest: old }] } });
  const { registration } = await follower(home, await factsOf(client, home));
  expect(await client.ask('account:register', registration)).toMatchObject({ ok: true });
  expect(await ask()).toMatchObject({
    value: { manifests: [{ manifest: Buffer.from(registration.manifest), former: [old] }] },
  });
  const { device } = before.registration;
  expect(await client.ask('account:removal', { username: alice, device })).toMatchObject({
    code: 'signed-out-by-reset',
  });
});

test('the former manifest stays when the account is deleted later', async () => {
  const { home, before, client } = await resetAlice('member');
  const bob = await registered(home, 'bob');
  const { next, signed, registration } = await follower(home, await factsOf(client, home));
  expect(await client.ask('account:register', registration)).toMatchObject({ ok: true });
  const last = signed({
    version: next.version + 1,
    previous: digest.parse(createHash('sha256').update(registration.manifest).digest('base64url')),
    devices: next.devices.map((device) => ({ ...device, revoked: new Date().toISOString() })),
    mailbox: { ...next.mailbox, generation: next.mailbox.generation + 1 },
  });
  const authKey = registration.authKey;
  expect(await client.ask('account:delete', { authKey, manifest: last })).toMatchObject({ ok: true });
  const addresses = [address.parse(`alice@${home.name}`)];
  expect(await bob.ask('people:manifests', { addresses })).toMatchObject({
    value: {
      manifests: [{ manifest: Buffer.from(last), former: [Buffer.from(before.registration.manifest)] }],
    },
  });
});

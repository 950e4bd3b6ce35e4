import { expect, test, vi } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import { applicant, connectWire, registered, secretOf } from '../../test/support/wire-client.ts';
import { callAdmin } from '../admin/admin.ts';

const [alice, nobody] = [username.parse('alice'), username.parse('nobody')];
const rightKey = secretOf('alice’s password');

async function withAlice(args: readonly string[] = []) {
  const home = await startTestServer({ args });
  const person = await registered(home, 'alice');
  const device = person.identity.device.id;
  const signIn = async (name = alice, authKey = secretOf('wrong')) => {
    const client = await connectWire(home.url);
    return { ...client, answer: await client.ask('account:sign-in', { username: name, authKey, device }) };
  };
  return { home, person, device, signIn };
}

test('pre-login answers alike for a taken and an unknown name', async () => {
  const { home } = await withAlice();
  const client = await connectWire(home.url);
  const known = await client.ask('account:pre-login', { username: alice });
  const unknown = await client.ask('account:pre-login', { username: nobody });
  expect(await client.ask('account:pre-login', { username: alice })).toEqual(known);
  for (const answer of [known, unknown]) {
    expect(answer).toMatchObject({
      value: { serverName: home.name, argon2: { memoryKiB: 65_536, iterations: 3, parallelism: 1 } },
    });
  }
  const saltOf = (answer: typeof known) => (answer.ok ? answer.value.salt : undefined);
  expect(saltOf(known)).toHaveLength(32);
  expect(saltOf(known)).not.toEqual(saltOf(unknown));
});

test('signing in brings everything a device needs', async () => {
  const { person, signIn } = await withAlice();
  const { answer } = await signIn(alice, rightKey);
  const { manifest, vault } = person.registration;
  expect(answer).toMatchObject({
    ok: true,
    value: { manifest: Buffer.from(manifest), vault: Buffer.from(vault) },
  });
});

test('the recovery key signs in as well', async () => {
  const { home, device } = await withAlice();
  const client = await connectWire(home.url);
  const recoveryAuth = secretOf('alice’s recovery key');
  expect(await client.ask('account:recover', { username: alice, recoveryAuth, device })).toMatchObject({
    ok: true,
  });
});

test.each([alice, nobody])(
  'the fourth wrong password locks %s, and then the right one does not help',
  async (name) => {
    const { signIn } = await withAlice();
    for (const triesLeft of [3, 2, 1]) {
      expect((await signIn(name)).answer).toEqual({
        ok: false,
        code: 'wrong-credentials',
        facts: { triesLeft },
      });
    }
    const locked = (await signIn(name)).answer;
    expect(locked).toEqual(refuse('account-locked', { retryAfterMs: expect.any(Number) }));
    const wait = locked.ok ? 0 : Number(locked.facts?.retryAfterMs);
    expect(wait).toBeLessThanOrEqual(limits.signInLockMilliseconds);
    expect(wait).toBeGreaterThan(limits.signInLockMilliseconds - 30_000);
    expect((await signIn(name, rightKey)).answer).toMatchObject({ code: 'account-locked' });
  },
);

test('guesses from many connections at once get no more than four tries', async () => {
  const { signIn } = await withAlice();
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn()));
  const codes = answers.map(({ answer }) => (answer.ok ? 'signed in' : answer.code));
  expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(3);
  expect(codes.filter((code) => code === 'account-locked')).toHaveLength(9);
});

test('a lock outlives a restart, and an administrator lifts it', async () => {
  const { home, signIn } = await withAlice();
  for (let count = 0; count < 4; count += 1) await signIn();
  await home.stop();
  expect((await callAdmin(home.dataFolder, 'user.list', {})).ok).toBe(true);
  const again = await startTestServer({ dataFolder: home.dataFolder });
  const client = await connectWire(again.url);
  const request = {
    username: alice,
    authKey: rightKey,
    device: (await applicant('alice', home.name)).registration.device,
  };
  expect(await client.ask('account:sign-in', request)).toMatchObject({ code: 'account-locked' });
  await callAdmin(home.dataFolder, 'user.unlock', { username: alice });
  expect(await client.ask('account:sign-in', request)).toMatchObject({ ok: true });
});

test('a right password clears the failures before it', async () => {
  const { signIn } = await withAlice();
  for (let count = 0; count < 3; count += 1) await signIn();
  expect((await signIn(alice, rightKey)).answer.ok).toBe(true);
  expect((await signIn()).answer).toMatchObject({ facts: { triesLeft: 3 } });
});

test('single-session policy: rejects a second sign-in while connected, replaces an idle session', async () => {
  const { person, signIn } = await withAlice(['--sessions', 'single']);
  expect((await signIn(alice, rightKey)).answer).toMatchObject({ code: 'signed-in-elsewhere' });
  person.socket.close();
  const second = await vi.waitFor(async () => {
    const attempt = await signIn(alice, rightKey);
    expect(attempt.answer.ok).toBe(true);
    return attempt;
  }, 10_000);
  expect(await second.ask('account:sessions', {})).toMatchObject({
    value: { sessions: [{ current: true }] },
  });
});

test('a signed-in connection can’t sign in to another account', async () => {
  const { person, device } = await withAlice();
  const request = { username: nobody, authKey: rightKey, device };
  expect(await person.ask('account:sign-in', request)).toMatchObject({ code: 'bad-request' });
});

test.each(['single', 'many'])(
  'session policy %s: a client whose answer was lost can sign in again',
  async (policy) => {
    const { home, person, device } = await withAlice(['--sessions', policy]);
    const ended = vi.fn();
    person.socket.on('account:session-ended', ended);
    const request = { username: alice, authKey: rightKey, device };
    const another = { ...request, device: (await applicant('bob', home.name)).registration.device };
    // The second of those at once is asked before the first has its session.
    const answers = await Promise.all([
      person.ask('account:sign-in', request),
      person.ask('account:sign-in', another),
    ]);
    answers.push(await person.ask('account:sign-in', request));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await person.ask('account:sessions', {})).toMatchObject({
      value: { sessions: [{ device, current: true }] },
    });
    expect(ended).not.toHaveBeenCalled();
  },
);

test('a second sign-in on a device replaces that device’s session', async () => {
  const { person, signIn } = await withAlice();
  const ended = person.next('account:session-ended');
  await signIn(alice, rightKey);
  expect(await ended).toEqual({ reason: 'replaced' });
});

import { expect, test } from 'vitest';
import { sessionToken } from '../../protocol/accounts.ts';
import { username } from '../../protocol/ids.ts';
import { parseServerLink } from '../../protocol/server-link.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import { applicant, connectWire, registered, sealed, secretOf } from '../../test/support/wire-client.ts';
import { callAdmin } from '../admin/admin.ts';

const invitesOnly = { args: ['--registration', 'invite'] };

test('the first account owns an open server, the next ones are members', async () => {
  const home = await startTestServer();
  const alice = await registered(home, 'alice');
  const bob = await registered(home, 'bob');
  expect(await alice.ask('account:get', {})).toMatchObject({
    value: { role: 'owner', displayName: 'alice' },
  });
  expect(await bob.ask('account:get', {})).toMatchObject({ value: { role: 'member' } });
});

test('two simultaneous registrations of a name: one succeeds', async () => {
  const home = await startTestServer();
  const clients = await Promise.all([connectWire(home.url), connectWire(home.url)]);
  const rivals = await Promise.all(clients.map(() => applicant('alice', home.name)));
  const answers = await Promise.all(
    clients.map((client, index) => client.ask('account:register', rivals[index]!.registration)),
  );
  expect(answers.map((answer) => (answer.ok ? 'registered' : answer.code)).sort()).toEqual([
    'registered',
    'username-taken',
  ]);
});

test('an invite-only server refuses a registration without an invite', async () => {
  const home = await startTestServer(invitesOnly);
  const client = await connectWire(home.url);
  const { registration } = await applicant('alice', home.name);
  const enter = (invite?: string) =>
    client.ask('account:register', { ...registration, ...(invite && { invite }) });
  expect(await enter()).toMatchObject({ code: 'invite-required' });
  expect(await enter('nonsense')).toMatchObject({ code: 'invite-invalid' });
  expect(await enter(parseServerLink(home.ownerInvite!)!.invite)).toMatchObject({ ok: true });
  expect(await client.ask('account:get', {})).toMatchObject({ value: { role: 'owner' } });
});

test('the last use of an invite admits one of many simultaneous registrations', async () => {
  const home = await startTestServer(invitesOnly);
  const made = await callAdmin(home.dataFolder, 'invite.create', { uses: 2, role: 'admin' });
  const { token } = made.ok ? made.value : { token: '' };
  const answers = await Promise.all(
    ['ann', 'ben', 'cat', 'dan'].map(async (name) => {
      const client = await connectWire(home.url);
      const { registration } = await applicant(name, home.name);
      return client.ask('account:register', { ...registration, invite: token });
    }),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
  expect(answers.filter((answer) => !answer.ok && answer.code === 'invite-invalid')).toHaveLength(2);
});

test('the owner’s invite ends with the first account, and is made anew while there is none', async () => {
  const home = await startTestServer();
  await home.stop();
  const again = await startTestServer({ dataFolder: home.dataFolder });
  expect(again.ownerInvite).toBeDefined();
  await registered(again, 'alice');
  expect(await callAdmin(home.dataFolder, 'invite.list', {})).toMatchObject({ value: { invites: [] } });
  await again.stop();
  expect((await startTestServer({ dataFolder: home.dataFolder })).ownerInvite).toBeUndefined();
});

test('a closed server registers only its owner', async () => {
  const home = await startTestServer({ args: ['--registration', 'closed'] });
  const invite = parseServerLink(home.ownerInvite!)!.invite!;
  const [owner, other] = [await connectWire(home.url), await connectWire(home.url)];
  const { registration } = await applicant('alice', home.name);
  expect(await owner.ask('account:register', { ...registration, invite })).toMatchObject({ ok: true });
  const late = await applicant('bob', home.name);
  expect(await other.ask('account:register', { ...late.registration, invite })).toMatchObject({
    code: 'registration-closed',
  });
});

test('a configured owner: the first account to register does not become the owner', async () => {
  const home = await startTestServer({ args: ['--owner', 'bob'] });
  const [alice, bob] = [await registered(home, 'alice'), await registered(home, 'bob')];
  expect(await alice.ask('account:get', {})).toMatchObject({ value: { role: 'member' } });
  expect(await bob.ask('account:get', {})).toMatchObject({ value: { role: 'owner' } });
});

test('a configured owner: their invite makes no other account the owner, and lasts until they register', async () => {
  const home = await startTestServer({ args: ['--owner', 'boss', '--registration', 'invite'] });
  await callAdmin(home.dataFolder, 'user.add', {
    username: username.parse('erin'),
    initialAuthKey: secretOf('given out'),
  });
  await home.stop();
  const again = await startTestServer({
    dataFolder: home.dataFolder,
    args: ['--owner', 'boss', '--registration', 'invite'],
  });
  const { invite } = parseServerLink(again.ownerInvite!)!;
  const [boss, stranger] = [await connectWire(again.url), await connectWire(again.url)];
  const { registration } = await applicant('boss', home.name);
  expect(await boss.ask('account:register', { ...registration, invite: invite! })).toMatchObject({
    ok: true,
  });
  expect(await boss.ask('account:get', {})).toMatchObject({ value: { role: 'owner' } });
  const late = await applicant('mallory', home.name);
  const refused = await stranger.ask('account:register', { ...late.registration, invite: invite! });
  expect(refused).toMatchObject({ code: 'invite-invalid' });
});

test('the owner’s invite used by another than the configured one makes a member', async () => {
  const home = await startTestServer({ args: ['--owner', 'boss', '--registration', 'invite'] });
  const { invite } = parseServerLink(home.ownerInvite!)!;
  const erin = await connectWire(home.url);
  const { registration } = await applicant('erin', home.name);
  expect(await erin.ask('account:register', { ...registration, invite: invite! })).toMatchObject({
    ok: true,
  });
  expect(await erin.ask('account:get', {})).toMatchObject({ value: { role: 'member' } });
});

test('a reserved account is completed with the password that was given out', async () => {
  const home = await startTestServer({ args: ['--registration', 'closed'] });
  const initialAuthKey = secretOf('given out');
  const alice = username.parse('alice');
  await callAdmin(home.dataFolder, 'user.add', { username: alice, initialAuthKey, role: 'admin' });
  const client = await connectWire(home.url);
  const { registration, identity } = await applicant('alice', home.name);
  const device = identity.device.id;
  const signIn = (authKey: string) => client.ask('account:sign-in', { username: alice, authKey, device });

  expect(await signIn(secretOf('wrong'))).toMatchObject({
    code: 'wrong-credentials',
    facts: { triesLeft: 3 },
  });
  expect(await signIn(initialAuthKey)).toMatchObject({ code: 'set-up-required' });
  expect(await client.ask('account:register', registration)).toMatchObject({ code: 'registration-closed' });
  const guess = { ...registration, initialAuthKey: secretOf('a guess') };
  expect(await client.ask('account:register', guess)).toMatchObject({
    code: 'invite-invalid',
    facts: { triesLeft: 3 },
  });
  expect(await client.ask('account:register', { ...registration, initialAuthKey })).toMatchObject({
    ok: true,
  });
  expect(await client.ask('account:get', {})).toMatchObject({ value: { role: 'admin' } });
  await client.ask('account:sign-out', {});
  expect(await signIn(initialAuthKey)).toMatchObject({ code: 'wrong-credentials' });
  expect(await signIn(registration.authKey)).toMatchObject({ ok: true });
});

test.each(['invite', 'closed'])(
  'registration policy %s: a stranger without an invite can’t learn which names exist',
  async (policy) => {
    const home = await startTestServer({ args: ['--registration', policy] });
    const owner = await connectWire(home.url);
    const invite = parseServerLink(home.ownerInvite!)!.invite!;
    const alice = await applicant('alice', home.name);
    expect(await owner.ask('account:register', { ...alice.registration, invite })).toMatchObject({
      ok: true,
    });
    const waiting = { username: username.parse('bob'), initialAuthKey: secretOf('given out') };
    expect(await callAdmin(home.dataFolder, 'user.add', waiting)).toMatchObject({ ok: true });

    const stranger = await connectWire(home.url);
    const answersTo = async (name: string) => {
      const { registration } = await applicant(name, home.name);
      const guess = { initialAuthKey: secretOf('a guess') };
      const askings = [{}, { invite: secretOf('made up') }, guess, guess, guess, guess, guess];
      const answers = [];
      for (const proof of askings) {
        const answer = await stranger.ask('account:register', { ...registration, ...proof });
        answers.push(answer.ok ? 'registered' : { code: answer.code, triesLeft: answer.facts?.triesLeft });
      }
      return answers;
    };
    const toNobody = await answersTo('nobody');
    expect(toNobody.slice(2)).toEqual([
      ...[3, 2, 1].map((triesLeft) => ({ code: 'invite-invalid', triesLeft })),
      ...[{ code: 'account-locked' }, { code: 'account-locked' }],
    ]);
    expect(await answersTo('alice')).toEqual(toNobody);
    expect(await answersTo('bob')).toEqual(toNobody);
  },
);

test('an invalid manifest is refused', async () => {
  const home = await startTestServer();
  const client = await connectWire(home.url);
  const { registration } = await applicant('alice', home.name);
  const elsewhere = await applicant('alice', 'elsewhere.example');
  const other = await applicant('bob', home.name);
  const flipped = Uint8Array.from(registration.manifest);
  flipped[40]! ^= 1;
  for (const manifest of [flipped, elsewhere.registration.manifest, other.registration.manifest, sealed(1)]) {
    expect(await client.ask('account:register', { ...registration, manifest })).toMatchObject({
      code: 'verification-failed',
    });
  }
  expect(
    await client.ask('account:register', { ...registration, device: other.registration.device }),
  ).toMatchObject({ code: 'verification-failed' });
});

test('a token outlives a restart of the server', async () => {
  const home = await startTestServer();
  const { token } = await registered(home, 'alice');
  await home.stop();
  const again = await startTestServer({ dataFolder: home.dataFolder });
  const client = await connectWire(again.url, { token: sessionToken.parse(token) });
  expect(await client.ask('account:get', {})).toMatchObject({ value: { username: 'alice' } });
});

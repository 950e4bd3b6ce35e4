import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { refuse } from '../../protocol/errors.ts';
import { type DeviceId, deviceId, publicKey, type Username, username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import {
  type Applicant,
  connectWire,
  nextManifest,
  registered,
  sealed,
  secretOf,
  type WireClient,
} from '../../test/support/wire-client.ts';

const alice = username.parse('alice');
const phone = deviceId.parse('p'.repeat(22));

async function withAlice() {
  const home = await startTestServer();
  const laptop = await registered(home, 'alice');
  const enter = async (device: DeviceId, password = 'alice’s password') => {
    const client = await connectWire(home.url);
    const request = { username: alice, authKey: secretOf(password), device };
    return { client, answer: await client.ask('account:sign-in', request) };
  };
  const signIn = async (device: DeviceId) => {
    const { client, answer } = await enter(device);
    if (!answer.ok) throw new Error(answer.code);
    return { ...client, token: answer.value.token };
  };
  const tryToSignIn = async (...request: Parameters<typeof enter>) => (await enter(...request)).answer;
  return { home, laptop, signIn, tryToSignIn };
}

/** The mailbox of a later generation; any key will do for the server. */
function renewed({ identity }: Pick<Applicant, 'identity'>, generation = 2): Manifest['mailbox'] {
  return { ...identity.manifest.mailbox, generation };
}

async function devicesIn({ ask }: WireClient) {
  const answer = await ask('account:sessions', {});
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.sessions.map(({ device }) => device);
}

test('a manifest follows the stored one, and the same one again is the same success', async () => {
  const { laptop } = await withAlice();
  const next = nextManifest(laptop, {}, laptop.registration.manifest);
  expect(await laptop.ask('account:publish', { manifest: next, vault: sealed(2) })).toEqual({
    ok: true,
    value: {},
  });
  expect(await laptop.ask('account:publish', { manifest: next, vault: sealed(2) })).toEqual({
    ok: true,
    value: {},
  });
  expect(await laptop.ask('account:get', {})).toMatchObject({
    value: { manifest: Buffer.from(next), vault: Buffer.from(sealed(2)) },
  });
});

test('of two that follow the same manifest one is published', async () => {
  const { laptop } = await withAlice();
  const { manifest: before } = laptop.registration;
  const rivals = ['Old laptop', 'New laptop'].map((name) =>
    nextManifest(laptop, { devices: [{ ...laptop.identity.manifest.devices[0]!, name }] }, before),
  );
  const answers = await Promise.all(rivals.map((manifest) => laptop.ask('account:publish', { manifest })));
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.code)).sort()).toEqual([
    'ok',
    'version-conflict',
  ]);
});

test('a manifest that forgets its predecessor or is by another key is refused', async () => {
  const { home, laptop } = await withAlice();
  const { manifest: before } = laptop.registration;
  const publish = (manifest: Uint8Array) => laptop.ask('account:publish', { manifest });
  expect(await publish(nextManifest(laptop, {}, sealed(1)))).toMatchObject({ code: 'version-conflict' });
  const bob = await registered(home, 'bob');
  const { address } = laptop.identity.manifest;
  expect(await publish(nextManifest(bob, { address }, before))).toMatchObject({
    code: 'verification-failed',
  });
});

test('a server that lacks versions between, as after a restored backup, takes the newest one', async () => {
  const { laptop } = await withAlice();
  const version = (number: number) => {
    const manifest = nextManifest(laptop, { version: number }, laptop.registration.manifest);
    return laptop.ask('account:publish', { manifest });
  };
  expect(await version(5)).toMatchObject({ ok: true });
  expect(await version(2)).toMatchObject({ code: 'version-conflict' });
});

test('the versions of vault and marks only rise', async () => {
  const { laptop } = await withAlice();
  const next = nextManifest(laptop, {}, laptop.registration.manifest);
  const older = new Uint8Array(sealed(1));
  older[20] = 1;
  expect(await laptop.ask('account:publish', { manifest: next, vault: older })).toMatchObject({
    code: 'version-conflict',
  });
  expect(await laptop.ask('account:save-marks', { marks: sealed(5) })).toMatchObject({ ok: true });
  expect(await laptop.ask('account:save-marks', { marks: sealed(5) })).toMatchObject({ ok: true });
  expect(await laptop.ask('account:save-marks', { marks: sealed(4) })).toMatchObject({
    code: 'version-conflict',
  });
});

test('lists where the account is signed in', async () => {
  const { laptop, signIn } = await withAlice();
  await signIn(phone);
  const answer = await laptop.ask('account:sessions', {});
  const listed = answer.ok ? answer.value.sessions : [];
  expect(listed.map(({ device, current }) => ({ device, current }))).toEqual([
    { device: laptop.identity.device.id, current: true },
    { device: phone, current: false },
  ]);
});

test('a device that a manifest revokes loses its sessions', async () => {
  const { laptop, signIn } = await withAlice();
  const other = await signIn(phone);
  const ended = other.next('account:session-ended');
  const [own] = laptop.identity.manifest.devices;
  const devices = [own!, { ...own!, id: phone, revoked: '2026-01-03T00:00:00Z' }];
  await laptop.ask('account:publish', {
    manifest: nextManifest(laptop, { devices, mailbox: renewed(laptop) }, laptop.registration.manifest),
  });
  expect(await ended).toEqual({ reason: 'device-removed' });
});

test('a manifest that forgets a device, changes its key or takes it back is refused', async () => {
  const { laptop } = await withAlice();
  const { manifest: first } = laptop.registration;
  const [own] = laptop.identity.manifest.devices;
  const tablet = { ...own!, id: deviceId.parse('t'.repeat(22)) };
  const revoked = { ...own!, id: phone, revoked: '2026-01-03T00:00:00.000Z' };
  const second = nextManifest(laptop, { devices: [own!, tablet, revoked], mailbox: renewed(laptop) }, first);
  expect(await laptop.ask('account:publish', { manifest: second })).toMatchObject({ ok: true });
  const publish = (devices: Manifest['devices']) =>
    laptop.ask('account:publish', {
      manifest: nextManifest(laptop, { version: 3, devices, mailbox: renewed(laptop, 3) }, second),
    });
  const { revoked: _, ...takenBack } = revoked;
  const another = { ...tablet, key: publicKey.parse('k'.repeat(43)) };
  const later = { ...revoked, revoked: '2026-06-03T00:00:00.000Z' };
  const forgetful = [
    [own!, revoked],
    [own!, tablet],
    [own!, tablet, takenBack],
    [own!, tablet, later],
    [own!, another, revoked],
  ];
  for (const devices of forgetful) {
    expect(await publish(devices)).toMatchObject({ code: 'verification-failed' });
  }
  expect(await publish([own!, tablet, tablet, revoked])).toMatchObject({ code: 'verification-failed' });
  const renamed = { ...tablet, name: 'Tablet', revoked: '2026-01-04T00:00:00.000Z' };
  expect(await publish([own!, renamed, revoked])).toMatchObject({ ok: true });
});

test('a manifest that revokes a device without a new mailbox key, or goes back to an old one, is refused', async () => {
  const { laptop } = await withAlice();
  const { manifest: first } = laptop.registration;
  const [own] = laptop.identity.manifest.devices;
  const { mailbox } = laptop.identity.manifest;
  const tablet = { ...own!, id: deviceId.parse('t'.repeat(22)) };
  const second = nextManifest(laptop, { devices: [own!, tablet], mailbox: renewed(laptop) }, first);
  expect(await laptop.ask('account:publish', { manifest: second })).toMatchObject({ ok: true });
  const publish = (other: Partial<Manifest>) => {
    const draft = { version: 3, devices: [own!, tablet], mailbox: renewed(laptop), ...other };
    return laptop.ask('account:publish', { manifest: nextManifest(laptop, draft, second) });
  };
  const lost = { ...tablet, revoked: '2026-01-04T00:00:00.000Z' };
  for (const other of [
    { devices: [own!, lost] },
    { mailbox },
    { mailbox: { ...mailbox, generation: 2, key: 'B'.repeat(1_622) } },
  ]) {
    expect(await publish(other)).toMatchObject({ code: 'verification-failed' });
  }
  const third = { devices: [own!, lost], mailbox: { ...mailbox, generation: 3 } };
  expect(await publish(third)).toMatchObject({ ok: true });
});

test('manifest, vault and marks are published together or not at all, and announced to the other devices', async () => {
  const { laptop, signIn } = await withAlice();
  const other = await signIn(phone);
  const { manifest: first } = laptop.registration;
  const [own] = laptop.identity.manifest.devices;
  const manifest = nextManifest(laptop, { devices: [{ ...own!, name: 'Renamed' }] }, first);
  const before = await laptop.ask('account:get', {});
  for (const old of [{ vault: sealed(1).fill(9, 5) }, { marks: sealed(0).fill(9, 5) }]) {
    const request = { manifest, vault: sealed(2), marks: sealed(1), ...old };
    expect(await laptop.ask('account:publish', request)).toEqual(refuse('version-conflict'));
    expect(await laptop.ask('account:get', {})).toEqual(before);
  }
  const announced = other.next('account:changed');
  const request = { manifest, vault: sealed(2), marks: sealed(1) };
  expect(await laptop.ask('account:publish', request)).toEqual({ ok: true, value: {} });
  expect(await announced).toEqual({});
  const bytes = {
    manifest: Buffer.from(manifest),
    vault: Buffer.from(sealed(2)),
    marks: Buffer.from(sealed(1)),
  };
  expect(await laptop.ask('account:get', {})).toMatchObject({ ok: true, value: bytes });
  expect(await laptop.ask('account:publish', request)).toEqual({ ok: true, value: {} });
});

test('a removed device gets the manifest that says so without a session, and nobody else learns anything', async () => {
  const { home, laptop, signIn } = await withAlice();
  await signIn(phone);
  const stranger = await connectWire(home.url);
  const ask = (username: Username, device: typeof phone) =>
    stranger.ask('account:removal', { username, device });
  expect(await ask(alice, phone)).toEqual(refuse('no-such-device'));
  const [own] = laptop.identity.manifest.devices;
  const devices = [own!, { ...own!, id: phone, revoked: '2026-01-03T00:00:00Z' }];
  const manifest = nextManifest(laptop, { devices, mailbox: renewed(laptop) }, laptop.registration.manifest);
  await laptop.ask('account:publish', { manifest });
  expect(await ask(alice, phone)).toEqual({ ok: true, value: { manifest: Buffer.from(manifest) } });
  expect(await ask(alice, own!.id)).toEqual(refuse('no-such-device'));
  expect(await ask(username.parse('nobody'), phone)).toEqual(refuse('no-such-device'));
});

test('a revoked device can’t sign in, not even while it is being revoked', async () => {
  const { laptop, signIn, tryToSignIn } = await withAlice();
  await signIn(phone);
  const [own] = laptop.identity.manifest.devices;
  const devices = [own!, { ...own!, id: phone, revoked: '2026-01-03T00:00:00Z' }];
  const manifest = nextManifest(laptop, { devices, mailbox: renewed(laptop) }, laptop.registration.manifest);
  const [again] = await Promise.all([tryToSignIn(phone), laptop.ask('account:publish', { manifest })]);
  expect(await devicesIn(laptop)).toEqual([own!.id]);
  if (!again.ok) expect(again.code).toBe('device-not-listed');
  expect(await tryToSignIn(phone)).toMatchObject({ code: 'device-not-listed' });
});

test('sign-ins with the old password that are under way while it is changed leave no session', async () => {
  const { laptop, tryToSignIn } = await withAlice();
  const places = Array.from({ length: 12 }, (_, index) => deviceId.parse(`${index}`.padStart(22, 'd')));
  const signingIn = Promise.all(places.map((device) => tryToSignIn(device)));
  const changed = laptop.ask('account:change-password', {
    proof: { authKey: secretOf('alice’s password') },
    newAuthKey: secretOf('new'),
    vault: sealed(2),
  });
  expect(await changed).toEqual({ ok: true, value: {} });
  await signingIn;
  expect(await devicesIn(laptop)).toEqual([laptop.identity.device.id]);
});

test('of two sessions that change the password at once, the one that it ends changes nothing', async () => {
  const { laptop, signIn, tryToSignIn } = await withAlice();
  const other = await signIn(phone);
  const change = (client: typeof other | typeof laptop, password: string, version: number) =>
    client.ask('account:change-password', {
      proof: { authKey: secretOf('alice’s password') },
      newAuthKey: secretOf(password),
      vault: sealed(version),
    });
  // The answer to a session that ends meanwhile is lost with its connection.
  const [first, second] = await Promise.allSettled([
    change(laptop, 'of the laptop', 2),
    change(other, 'of the phone', 3),
  ]);
  const changed = { status: 'fulfilled', value: { ok: true, value: {} } };
  expect([first, second]).toContainEqual(changed);
  const working = [];
  for (const password of ['of the laptop', 'of the phone']) {
    const { ok } = await tryToSignIn(deviceId.parse('x'.repeat(22)), password);
    if (ok) working.push(password);
  }
  expect(working).toEqual([isDeepStrictEqual(first, changed) ? 'of the laptop' : 'of the phone']);
});

test('a changed password ends every other session and the old password', async () => {
  const { home, laptop, signIn } = await withAlice();
  const other = await signIn(phone);
  const ended = other.next('account:session-ended');
  const change = (authKey: string) =>
    laptop.ask('account:change-password', {
      proof: { authKey },
      newAuthKey: secretOf('new'),
      vault: sealed(2),
    });
  expect(await change(secretOf('wrong'))).toMatchObject({
    code: 'wrong-credentials',
    facts: { triesLeft: 3 },
  });
  expect(await change(secretOf('alice’s password'))).toEqual({ ok: true, value: {} });
  expect(await ended).toEqual({ reason: 'revoked' });
  expect(await laptop.ask('account:get', {})).toMatchObject({ ok: true });
  const client = await connectWire(home.url);
  const signInWith = (authKey: string) =>
    client.ask('account:sign-in', { username: alice, authKey, device: phone });
  expect(await signInWith(secretOf('alice’s password'))).toMatchObject({ code: 'wrong-credentials' });
  expect(await signInWith(secretOf('new'))).toMatchObject({
    ok: true,
    value: { vault: Buffer.from(sealed(2)) },
  });
});

test('signing out ends the session and leaves the connection open', async () => {
  const { home, laptop } = await withAlice();
  expect(await laptop.ask('account:sign-out', {})).toEqual({ ok: true, value: {} });
  expect(await laptop.ask('account:get', {})).toMatchObject({ code: 'not-signed-in' });
  await expect(connectWire(home.url, { token: laptop.token })).rejects.toMatchObject({
    data: { code: 'session-ended' },
  });
});

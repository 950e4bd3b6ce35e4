import { expect, test } from 'vitest';
import { lobbyId } from '../../node/conversation-ids.ts';
import { refuse } from '../../protocol/errors.ts';
import { address, deviceId, serverName, username } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { startTestServer } from '../../test/support/test-server.ts';
import {
  type Applicant,
  applicant,
  connectWire,
  nextManifest,
  registered,
  secretOf,
  type WireClient,
} from '../../test/support/wire-client.ts';
import { callAdmin } from '../admin/admin.ts';

const REVOKED = '2026-01-03T00:00:00.000Z';
const done = { ok: true, value: {} };
const authKey = secretOf('alice’s password');

/** The manifest that revokes every device. */
function lastManifest(of: Applicant, changes: Partial<Manifest> = {}, before = of.registration.manifest) {
  const { devices, mailbox } = of.identity.manifest;
  const revoked = devices.map((device) => ({ ...device, revoked: REVOKED }));
  return nextManifest(of, { devices: revoked, mailbox: { ...mailbox, generation: 2 }, ...changes }, before);
}

/** The first account of a server owns it. */
async function ownerAndAlice() {
  const home = await startTestServer();
  const owner = await registered(home, 'owner');
  const alice = await registered(home, 'alice');
  return { home, owner, alice };
}

test('a deleted account is as unknown at sign-in, but its name stays taken and its manifest published', async () => {
  const { home, owner, alice } = await ownerAndAlice();
  const other = await connectWire(home.url);
  const device = deviceId.parse('p'.repeat(22));
  await other.ask('account:sign-in', { username: username.parse('alice'), authKey, device });
  const lobby = lobbyId(serverName.parse(home.name));
  await alice.ask('conversations:mark', { positions: [{ conversation: lobby, read: 0 }] });
  const ended = other.next('account:session-ended');
  const manifest = lastManifest(alice);
  expect(await alice.ask('account:delete', { authKey, manifest })).toEqual(done);
  expect(await ended).toEqual({ reason: 'device-removed' });
  // The connection stays, without a session.
  expect(await alice.ask('account:get', {})).toMatchObject({ code: 'not-signed-in' });
  const own = { username: username.parse('alice'), device: alice.identity.device.id };
  expect(await alice.ask('account:removal', own)).toMatchObject({
    value: { manifest: Buffer.from(manifest) },
  });

  await home.stop();
  const again = await startTestServer({ dataFolder: home.dataFolder });
  const stranger = await connectWire(again.url);
  const { registration } = alice;
  expect(await stranger.ask('account:register', registration)).toEqual(refuse('username-taken'));
  const { recoveryAuth } = registration;
  const gone = await stranger.ask('account:sign-in', { ...own, authKey });
  expect(gone).toEqual(refuse('wrong-credentials', { triesLeft: 3 }));
  const recovered = await stranger.ask('account:recover', { ...own, recoveryAuth });
  expect(recovered).toEqual(refuse('wrong-credentials', { triesLeft: 3 }));
  const back = await connectWire(again.url, { token: owner.token });
  const found = await back.ask('people:search', {});
  expect(found.ok && found.value.people.map((person) => person.address)).toEqual([`owner@${home.name}`]);
  const addresses = [address.parse(`alice@${home.name}`)];
  expect(await back.ask('people:manifests', { addresses })).toMatchObject({
    value: { manifests: [{ manifest: Buffer.from(manifest) }] },
  });
});

test('without a manifest nothing changes, and a wrong password is counted', async () => {
  const { alice } = await ownerAndAlice();
  expect(await alice.ask('account:delete', { authKey })).toEqual(done);
  const wrong = { authKey: secretOf('another') };
  expect(await alice.ask('account:delete', wrong)).toEqual(refuse('wrong-credentials', { triesLeft: 3 }));
  expect(await alice.ask('account:get', {})).toMatchObject({ ok: true });
});

test('a manifest that leaves a device doesn’t delete, and one that leaves none does nothing else', async () => {
  const { alice } = await ownerAndAlice();
  const [own] = alice.identity.manifest.devices;
  const manifest = lastManifest(alice, { devices: [own!] });
  expect(await alice.ask('account:delete', { authKey, manifest })).toEqual(
    refuse('verification-failed', { detail: 'the manifest leaves a device' }),
  );
  expect(await alice.ask('account:publish', { manifest: lastManifest(alice) })).toEqual(
    refuse('verification-failed', { detail: 'the manifest leaves no device' }),
  );
  const kept = alice.identity.manifest.mailbox;
  const careless = lastManifest(alice, { mailbox: kept });
  expect(await alice.ask('account:delete', { authKey, manifest: careless })).toMatchObject({
    code: 'verification-failed',
  });
  expect(await alice.ask('account:get', {})).toMatchObject({ ok: true });
});

test('the only owner can’t go, and of two who go at once one stays', async () => {
  const { home, owner } = await ownerAndAlice();
  const authKeyOf = (name: string) => secretOf(`${name}’s password`);
  const deleting = (who: Applicant & WireClient) =>
    who.ask('account:delete', { authKey: authKeyOf(who.username), manifest: lastManifest(who) });
  expect(await owner.ask('account:delete', { authKey: authKeyOf('owner') })).toEqual(
    refuse('server-owner-needed'),
  );
  expect(await deleting(owner)).toEqual(refuse('server-owner-needed'));
  const invite = await callAdmin(home.dataFolder, 'invite.create', { role: 'owner' });
  if (!invite.ok) throw new Error(invite.code);
  const second = { ...(await applicant('second', home.name)), ...(await connectWire(home.url)) };
  const joining = { ...second.registration, invite: invite.value.token };
  expect(await second.ask('account:register', joining)).toMatchObject({ ok: true });
  const answers = await Promise.all([deleting(owner), deleting(second)]);
  expect(answers.map((answer) => (answer.ok ? 'deleted' : answer.code)).sort()).toEqual([
    'deleted',
    'server-owner-needed',
  ]);
  const listed = await callAdmin(home.dataFolder, 'user.list', {});
  const states = listed.ok ? listed.value.users.map(({ username: name, state }) => `${name} ${state}`) : [];
  expect(states.filter((state) => state.endsWith('deleted'))).toHaveLength(1);
});

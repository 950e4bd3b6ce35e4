import { expect, test } from 'vitest';
import { toBase64url } from '../../protocol/bytes.ts';
import { refuse, sentenceFor } from '../../protocol/errors.ts';
import { address, type Digest, deviceId, digest, publicKey } from '../../protocol/ids.ts';
import { authorKey } from '../../protocol/manifest.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { listed, signedManifest, signedManifestWith } from '../../test/support/manifests.ts';
import { compactFingerprintOf, signManifest } from '../encryption/manifests.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { createContacts } from './contacts.ts';
import { isDeleted, listDeleted } from './deleted-accounts.ts';
import { listUndecided } from './undecided.ts';

const bob = address.parse('bob@home.example');
const bobsKey = generateSigningKey();
const otherKey = generateSigningKey();
const someHash = digest.parse('h'.repeat(43));

async function contactsWithBob() {
  const database = await temporaryDatabase();
  const contacts = createContacts(database);
  const first = contacts.pin(signedManifest(bobsKey, bob, 1), bob);
  if (!first.ok) throw new Error(first.code);
  return { database, contacts, hash: first.value.hash };
}

function pinnedVersion(contacts: ReturnType<typeof createContacts>) {
  return contacts.find(bob)?.pinned?.manifest.version;
}

test('the first manifest is trusted, and each later one that follows the one before', async () => {
  const { database, contacts, hash } = await contactsWithBob();
  expect(contacts.find(bob)).toMatchObject({ verified: false, offered: undefined });
  const second = contacts.pin(signedManifest(bobsKey, bob, 2, hash), bob);
  expect(second).toMatchObject({ ok: true, value: { manifest: { version: 2 } } });
  expect(contacts.pin(signedManifest(bobsKey, bob, 9, someHash), bob).ok).toBe(true);
  expect(pinnedVersion(createContacts(database))).toBe(9);
});

const faults: [string, (hash: Digest) => Uint8Array][] = [
  ['that is older', () => signedManifest(bobsKey, bob, 1)],
  [
    'of the same version that says something else',
    (hash) => signedManifest(bobsKey, bob, 2, hash, 'another'),
  ],
  ['that follows another one', () => signedManifest(bobsKey, bob, 3, someHash)],
];

test.each(faults)(
  'a manifest under the pinned key %s is refused and never offered',
  async (_, contradict) => {
    const { database, contacts, hash } = await contactsWithBob();
    contacts.pin(signedManifest(bobsKey, bob, 2, hash), bob);
    contacts.accept(bob, true);
    expect(contacts.pin(contradict(hash), bob)).toMatchObject({ code: 'verification-failed' });
    contacts.accept(bob, true);
    const contact = createContacts(database).find(bob);
    expect(contact).toMatchObject({
      verified: true,
      offered: undefined,
      pinned: { manifest: { version: 2 } },
    });
  },
);

test('a manifest under another key is kept aside until the user accepts it', async () => {
  const { database, contacts, hash } = await contactsWithBob();
  contacts.pin(signedManifest(bobsKey, bob, 2, hash), bob);
  contacts.accept(bob, true);
  const offered = signedManifest(otherKey, bob, 3, hash);
  expect(contacts.pin(offered, bob)).toEqual(refuse('identity-changed', { user: 'bob' }));
  const contact = createContacts(database).find(bob);
  expect(contact).toMatchObject({ verified: true, pinned: { manifest: { version: 2 } } });
  expect(contact?.offered).toBeDefined();
  contacts.accept(bob, false);
  expect(contacts.find(bob)).toMatchObject({ verified: false, offered: undefined, pinned: contact?.offered });
  expect(contacts.pin(offered, bob).ok).toBe(true);
});

test('an offered manifest is forgotten when the server returns to the pinned one', async () => {
  const { contacts, hash } = await contactsWithBob();
  contacts.pin(signedManifest(otherKey, bob, 2, hash), bob);
  expect(contacts.pin(signedManifest(bobsKey, bob, 1), bob).ok).toBe(true);
  expect(contacts.find(bob)?.offered).toBeUndefined();
});

test('a manifest that leaves out a device is neither pinned nor offered', async () => {
  const { contacts, hash } = await contactsWithBob();
  const another = deviceId.parse('a'.repeat(22));
  const forgetful = signedManifest(bobsKey, bob, 2, hash, 'another', another);
  expect(contacts.pin(forgetful, bob)).toMatchObject({ code: 'verification-failed' });
  expect(contacts.find(bob)).toMatchObject({ pinned: { manifest: { version: 1 } }, offered: undefined });
});

test('an unsigned manifest is not even offered', async () => {
  const { contacts, hash } = await contactsWithBob();
  const forged = signedManifest(bobsKey, bob, 2, hash).fill(0, 40, 41);
  const refused = contacts.pin(forged, bob);
  expect(refused).toMatchObject({ code: 'verification-failed', facts: { user: 'bob' } });
  expect(!refused.ok && sentenceFor(refused.code, refused.facts)).toContain(
    'the list of the devices of bob: ',
  );
  expect(contacts.find(bob)?.offered).toBeUndefined();
});

test('a verified contact stays verified while the key stays', async () => {
  const { contacts, hash } = await contactsWithBob();
  contacts.accept(bob, true);
  contacts.pin(signedManifest(bobsKey, bob, 2, hash), bob);
  expect(contacts.find(bob)?.verified).toBe(true);
});

test('says whose keys are undecided since when, until the user has decided', async () => {
  const { database, contacts, hash } = await contactsWithBob();
  expect(listUndecided(database, [bob])).toEqual([]);
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  contacts.accept(bob, true);
  contacts.pin(signedManifest(otherKey, bob, 2, hash), bob);
  const [undecided] = listUndecided(database, [bob]);
  expect(undecided).toMatchObject({ address: bob, verified: true });
  expect(undecided?.since).toBeGreaterThanOrEqual(before);
  expect(undecided?.since).toBeLessThanOrEqual(Date.now());
  expect(listUndecided(database, [address.parse('carol@home.example')])).toEqual([]);
  database.run('UPDATE contacts SET offered_at = 1000');
  contacts.pin(signedManifest(generateSigningKey(), bob, 1), bob);
  expect(listUndecided(database, [bob])).toMatchObject([{ since: 1_000 }]);
  contacts.unverify(bob);
  expect(listUndecided(database, [bob])).toMatchObject([{ verified: false, since: 1_000 }]);
  contacts.accept(bob, false);
  expect(listUndecided(database, [bob])).toEqual([]);
});

test('a verification can be taken back, and the key stays', async () => {
  const { database, contacts, hash } = await contactsWithBob();
  contacts.accept(bob, true);
  contacts.unverify(bob);
  expect(createContacts(database).find(bob)).toMatchObject({ verified: false, pinned: { hash } });
});

const fingerprint = compactFingerprintOf(Buffer.from(bobsKey.publicKey).toString('base64url'));

test('the first manifest of an introduced person is verified where its key has the fingerprint', async () => {
  const contacts = createContacts(await temporaryDatabase());
  contacts.introduce(bob, fingerprint);
  expect(contacts.listIntroduced()).toEqual([bob]);
  expect(contacts.pin(signedManifest(bobsKey, bob, 1), bob).ok).toBe(true);
  expect(contacts.find(bob)).toMatchObject({ verified: true, offered: undefined });
  expect(contacts.listIntroduced()).toEqual([]);
});

test('another key of an introduced person is offered, and never taken over by itself', async () => {
  const database = await temporaryDatabase();
  const contacts = createContacts(database);
  contacts.introduce(bob, fingerprint);
  expect(contacts.pin(signedManifest(otherKey, bob, 1), bob)).toEqual(
    refuse('identity-changed', { user: 'bob' }),
  );
  expect(contacts.find(bob)).toMatchObject({ verified: true, pinned: undefined });
  expect(contacts.find(bob)?.offered).toBeDefined();
  expect(listUndecided(database, [bob])).toMatchObject([{ verified: true }]);
  expect(contacts.listIntroduced()).toEqual([]);
  // The server returns to the key that the invite vouches for.
  expect(contacts.pin(signedManifest(bobsKey, bob, 1), bob).ok).toBe(true);
  expect(createContacts(database).find(bob)).toMatchObject({ verified: true, offered: undefined });
});

test('an introduction changes nothing of a known contact', async () => {
  const { contacts, hash } = await contactsWithBob();
  contacts.introduce(bob, compactFingerprintOf(Buffer.from(otherKey.publicKey).toString('base64url')));
  expect(contacts.find(bob)).toMatchObject({ verified: false, pinned: { hash } });
});

test('after a manifest that leaves no device none is taken, and the account is noted as deleted', async () => {
  const { database, contacts, hash } = await contactsWithBob();
  const manifest = contacts.find(bob)?.pinned?.manifest;
  if (!manifest) throw new Error('bob is pinned');
  const revoked = '2026-02-01T00:00:00Z';
  const devices = manifest.devices.map((device) => ({ ...device, revoked }));
  const mailbox = { ...manifest.mailbox, generation: 2 };
  const last = { ...manifest, version: 2, previous: hash, devices, mailbox };
  expect(isDeleted(database, bob)).toBe(false);
  const pinned = contacts.pin(signManifest(last, bobsKey.seed), bob);
  if (!pinned.ok) throw new Error(pinned.code);
  expect([...listDeleted(database)]).toEqual([bob]);
  const added = { ...manifest.devices[0]!, id: deviceId.parse('n'.repeat(22)) };
  const returned = { ...last, version: 3, previous: pinned.value.hash, devices: [...devices, added] };
  expect(contacts.pin(signManifest(returned, bobsKey.seed), bob)).toEqual(
    refuse('verification-failed', { user: 'bob', detail: 'a list of devices after the deletion of bob' }),
  );
  // Another account under the name is the user's to accept, and not deleted.
  const another = { ...manifest, accountKey: publicKey.parse(toBase64url(otherKey.publicKey)) };
  expect(contacts.pin(signManifest(another, otherKey.seed), bob)).toMatchObject({ code: 'identity-changed' });
  expect(isDeleted(database, bob)).toBe(true);
  contacts.accept(bob, false);
  expect(isDeleted(database, bob)).toBe(false);
});

test('of an account that was reset, only the former list that the new one names is kept, once it is accepted', async () => {
  const database = await temporaryDatabase();
  const contacts = createContacts(database);
  const [before, madeUp] = [signedManifest(bobsKey, bob, 1), signedManifest(generateSigningKey(), bob, 1)];
  const first = contacts.pin(before, bob);
  if (!first.ok) throw new Error(first.code);
  const until = '2026-11-30T12:00:00.000Z';
  const former = { manifest: first.value.hash, until };
  const changes = { former, devices: [{ ...listed, id: deviceId.parse('e'.repeat(22)) }] };
  const anew = signedManifestWith(otherKey, bob, 2, first.value.hash, changes);
  expect(contacts.pin(anew, bob, [before])).toMatchObject({ code: 'identity-changed' });
  expect(contacts.find(bob)?.former).toEqual([]);
  contacts.accept(bob, false);
  for (const said of [[madeUp], [madeUp, before], []]) {
    expect(contacts.pin(anew, bob, said).ok).toBe(true);
    expect(createContacts(database).find(bob)?.former).toEqual([]);
  }
  expect(contacts.pin(anew, bob, [before, madeUp]).ok).toBe(true);
  expect(contacts.pin(anew, bob).ok).toBe(true);
  const contact = createContacts(database).find(bob);
  expect(contact?.former).toEqual([first.value.manifest]);

  const history = {
    manifest: contact?.pinned?.manifest ?? first.value.manifest,
    former: contact?.former ?? [],
  };
  const ended = Date.parse(until);
  expect(authorKey(history, listed.id, ended - 1)).toBeDefined();
  expect(authorKey(history, listed.id, ended)).toBeUndefined();
  expect(authorKey(history, deviceId.parse('e'.repeat(22)), ended)).toBeDefined();
  expect(authorKey({ ...history, former: [] }, listed.id, ended - 1)).toBeUndefined();
});

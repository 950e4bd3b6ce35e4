import { expect, test } from 'vitest';
import { ok, refuse } from '../../protocol/errors.ts';
import { type Address, address, digest, serverName, splitAddress } from '../../protocol/ids.ts';
import { temporaryDatabase } from '../../test/support/database.ts';
import { signedManifest } from '../../test/support/manifests.ts';
import { unwrap } from '../../test/support/unwrap.ts';
import { createContacts } from '../contacts/contacts.ts';
import { generateSigningKey } from '../encryption/signing.ts';
import { addressFromTyped } from './names.ts';
import { createIdentities } from './verification.ts';

const alice = address.parse('alice@home.example');
const bob = address.parse('bob@home.example');
const home = serverName.parse('home.example');
const somePrevious = digest.parse('h'.repeat(43));

/** Alice's view of the others, and what the server shows her of them; without it the server is away. */
async function identitiesOf(own: Address, keys: Map<Address, Uint8Array>) {
  const contacts = createContacts(await temporaryDatabase());
  contacts.pin(keys.get(own) ?? signedManifest(generateSigningKey(), own, 1), own);
  const served = new Map(keys);
  const identities = createIdentities({
    own,
    contacts,
    resolve: (typed) => addressFromTyped(typed, home),
    async refresh(wanted) {
      const signed = served.get(wanted);
      return signed ? contacts.pin(signed, wanted) : ok(undefined);
    },
  });
  return { identities, contacts, served };
}

function someManifest(of: Address, version = 1): Uint8Array {
  return signedManifest(generateSigningKey(), of, version, version > 1 ? somePrevious : undefined);
}

test('both sides see the same safety number', async () => {
  const keys = new Map([alice, bob].map((one) => [one, someManifest(one)]));
  const hers = await identitiesOf(alice, keys);
  const his = await identitiesOf(bob, keys);
  const digits = await hers.identities.safetyNumber('bob@home.example');
  expect(digits).toEqual(await his.identities.safetyNumber('Alice'));
  expect(digits.ok && digits.value.digits).toMatch(/^(\d{5} ){11}\d{5}$/);
});

test('an unknown account has no safety number', async () => {
  const { identities } = await identitiesOf(alice, new Map());
  expect(await identities.safetyNumber('bob')).toEqual(refuse('no-such-user'));
  expect(await identities.verify('bob@elsewhere.example')).toEqual(refuse('no-such-user'));
});

test('changed keys give another number, and only the user verifies or accepts them', async () => {
  const { identities, contacts, served } = await identitiesOf(alice, new Map([[bob, someManifest(bob)]]));
  const before = unwrap(await identities.safetyNumber('bob'));
  expect(await identities.verify('bob')).toEqual(ok({}));
  served.set(bob, someManifest(bob, 2));
  const after = unwrap(await identities.safetyNumber('bob'));
  expect([before.changed, after.changed]).toEqual([false, true]);
  expect(after.digits).not.toBe(before.digits);
  expect(contacts.find(bob)).toMatchObject({ verified: true, pinned: { manifest: { version: 1 } } });
  expect(await identities.acceptIdentity('bob')).toEqual(ok({}));
  expect(unwrap(await identities.safetyNumber('bob'))).toEqual({ ...after, changed: false });
  expect(contacts.find(bob)).toMatchObject({ verified: false, pinned: { manifest: { version: 2 } } });
  expect(await identities.verify('bob')).toEqual(ok({}));
  expect(contacts.find(bob)?.verified).toBe(true);
  expect(await identities.acceptIdentity('bob')).toEqual(ok({}));
  expect(contacts.find(bob)?.verified).toBe(true);
});

test('verifying does not cover keys that arrived after the number was shown', async () => {
  const { identities, contacts } = await identitiesOf(alice, new Map([[bob, someManifest(bob)]]));
  await identities.safetyNumber('bob');
  contacts.pin(someManifest(bob, 2), bob);
  expect(await identities.verify('bob')).toEqual(
    refuse('identity-changed', { user: splitAddress(bob).username }),
  );
  expect(contacts.find(bob)?.verified).toBe(false);
});

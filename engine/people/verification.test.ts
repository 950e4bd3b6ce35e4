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
const carol = address.parse('carol@home.example');
const home = serverName.parse('home.example');
const somePrevious = digest.parse('h'.repeat(43));

/** Alice's view of the others, and what the server shows her of them; without it the server is away. */
async function identitiesOf(own: Address, keys: Map<Address, Uint8Array>) {
  const contacts = createContacts(await temporaryDatabase());
  contacts.pin(keys.get(own) ?? signedManifest(generateSigningKey(), own, 1), own);
  const served = new Map(keys);
  const decisions: Address[] = [];
  const identities = createIdentities({
    own,
    contacts,
    decided: (address) => decisions.push(address),
    resolve: (typed) => addressFromTyped(typed, home),
    async refresh(wanted) {
      const signed = served.get(wanted);
      return signed ? contacts.pin(signed, wanted) : ok(undefined);
    },
  });
  return { identities, contacts, served, decisions };
}

function someManifest(of: Address, version = 1): Uint8Array {
  return signedManifest(generateSigningKey(), of, version, version > 1 ? somePrevious : undefined);
}

test('both sides see the same safety number', async () => {
  const keys = new Map([alice, bob].map((one) => [one, someManifest(one)]));
  const hers = await identitiesOf(alice, keys);
  const his = await identitiesOf(bob, keys);
  const { digits } = unwrap(await hers.identities.safetyNumber('bob@home.example'));
  expect(unwrap(await his.identities.safetyNumber('Alice')).digits).toBe(digits);
  expect(digits).toMatch(/^(\d{5} ){11}\d{5}$/);
  expect(await hers.identities.safetyNumber('alice')).toEqual(refuse('not-allowed'));
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
  expect(await identities.acceptIdentity('bob')).toEqual(refuse('verified-before', { user: 'bob' }));
  expect(contacts.find(bob)).toMatchObject({ verified: true, pinned: { manifest: { version: 1 } } });
  expect(await identities.unverify('bob')).toEqual(ok({}));
  expect(contacts.find(bob)?.offered).toBeDefined();
  expect(await identities.acceptIdentity('bob')).toEqual(ok({}));
  expect(unwrap(await identities.safetyNumber('bob'))).toEqual({ ...after, verified: false, changed: false });
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

/** Alice and bob, each with their own view, and what bob's screen shows to alice. */
async function bothSides() {
  const keys = new Map([alice, bob, carol].map((one) => [one, someManifest(one)]));
  const hers = await identitiesOf(alice, keys);
  const his = await identitiesOf(bob, keys);
  const { code } = unwrap(await his.identities.safetyNumber('alice'));
  return { hers, his, keys, code };
}

test('reading the code that the other shows verifies the keys', async () => {
  const { hers, code } = await bothSides();
  const pasted = `“${code.replaceAll(' ', '\n ')}”.`;
  expect(await hers.identities.verify('bob', pasted)).toEqual(ok({}));
  expect(hers.contacts.find(bob)?.verified).toBe(true);
  expect(hers.decisions).toEqual([bob]);
});

test('a code of another person, for another person, or of one’s own screen verifies no one', async () => {
  const { hers, his, keys } = await bothSides();
  const carols = await identitiesOf(carol, keys);
  const own = unwrap(await hers.identities.safetyNumber('bob')).code;
  const ofCarol = unwrap(await carols.identities.safetyNumber('alice')).code;
  const forCarol = unwrap(await his.identities.safetyNumber('carol')).code;
  for (const [code, of, to] of [
    [own, alice, bob],
    [ofCarol, carol, alice],
    [forCarol, bob, carol],
  ] as const) {
    expect(await hers.identities.verify('bob', code)).toEqual(
      refuse('other-safety-code', { user: 'bob', of, to }),
    );
  }
  expect(hers.contacts.find(bob)?.verified).toBe(false);
  expect(hers.decisions).toEqual([]);
});

test('a code made from other keys verifies nothing', async () => {
  const { hers, his, keys } = await bothSides();
  his.served.set(alice, someManifest(alice, 2));
  const { code } = unwrap(await his.identities.safetyNumber('alice'));
  expect(await hers.identities.verify('bob', code)).toEqual(refuse('safety-number-differs', { user: 'bob' }));
  // One digit less than all of them is no proof either.
  const genuine = unwrap(await (await identitiesOf(bob, keys)).identities.safetyNumber('alice')).code;
  const last = (Number(genuine.at(-1)) + 1) % 10;
  expect(await hers.identities.verify('bob', genuine.slice(0, -1) + last)).toMatchObject({
    code: 'safety-number-differs',
  });
  expect(hers.contacts.find(bob)?.verified).toBe(false);
});

test('what is no code verifies nothing', async () => {
  const { hers } = await bothSides();
  for (const text of ['', 'https://home.example', 'parley-safety-number:1', '1'.repeat(60)])
    expect(await hers.identities.verify('bob', text)).toEqual(refuse('not-a-safety-code', { user: 'bob' }));
});

test('the code is compared with the keys that have changed, and accepts them', async () => {
  const { hers, keys } = await bothSides();
  await hers.identities.verify('bob');
  const renewed = new Map([...keys, [bob, someManifest(bob, 2)] as const]);
  const his = await identitiesOf(bob, renewed);
  hers.served.set(bob, renewed.get(bob)!);
  expect(unwrap(await hers.identities.safetyNumber('bob'))).toMatchObject({ changed: true, verified: true });
  const { code } = unwrap(await his.identities.safetyNumber('alice'));
  expect(await hers.identities.verify('bob', code)).toEqual(ok({}));
  expect(hers.contacts.find(bob)).toMatchObject({ verified: true, pinned: { manifest: { version: 2 } } });
});

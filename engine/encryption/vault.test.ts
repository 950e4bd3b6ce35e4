import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { sealedVersion } from '../../protocol/accounts.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { address, deviceId } from '../../protocol/ids.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { openBox } from './boxes.ts';
import { generateMailboxKey } from './mailboxes.ts';
import { randomBytes } from './primitives.ts';
import {
  createVault,
  faultOf,
  hasRecoveryKey,
  hasSamePassword,
  needsRecoveryKey,
  nextVault,
  openDeviceBox,
  openVault,
  type VaultContents,
} from './vault.ts';

const alice = address.parse('alice@parley.example');
const mallory = address.parse('mallory@parley.example');
const [passwordKek, recoveryKek] = [randomBytes(32), randomBytes(32)];
const [laptop, phone] = ['l', 'p'].map((letter) => ({
  device: deviceId.parse(`${letter.repeat(21)}A`),
  kek: randomBytes(32),
})) as [VaultContents['deviceKeks'][number], VaultContents['deviceKeks'][number]];
let contents: VaultContents;
let blob: Uint8Array;

beforeAll(async () => {
  const mailboxKeys = [await generateMailboxKey(1)];
  contents = {
    ...{ accountSeed: randomBytes(32), mailboxKeys, marksKey: randomBytes(32) },
    deviceKeks: [laptop, phone],
  };
  blob = createVault(alice, contents, { passwordKek, recoveryKek });
});

function opened(of = blob) {
  const vault = openVault(alice, of, { passwordKek });
  if (!vault) throw new Error('it must open');
  return vault;
}

describe('the vault', () => {
  test('opens with either key', () => {
    expect(opened()).toMatchObject({ version: 1, contents });
    expect(openVault(alice, blob, { recoveryKek })?.contents).toEqual(contents);
    expect(sealedVersion(blob)).toBe(1);
  });

  test('does not open with another key, in the other key’s place, or for another account', () => {
    expect(openVault(alice, blob, { passwordKek: randomBytes(32) })).toBeUndefined();
    expect(openVault(alice, blob, { passwordKek: recoveryKek })).toBeUndefined();
    expect(openVault(alice, blob, { recoveryKek: passwordKek })).toBeUndefined();
    expect(openVault(mallory, blob, { passwordKek })).toBeUndefined();
  });

  test('every flipped byte is noticed by one key at least, and none gives other contents', () => {
    for (const flipped of byteFlips(blob)) {
      expect(openVault(alice, flipped, { passwordKek })).toBeUndefined();
      expect(openVault(alice, flipped, { recoveryKek })).toBeUndefined();
    }
  });

  test('every other length is noticed', () => {
    for (const other of otherLengths(blob)) {
      expect(openVault(alice, other, { passwordKek })).toBeUndefined();
    }
  });

  test('the next version has new contents and opens with both keys as before', () => {
    const changed = { ...contents, marksKey: randomBytes(32) };
    const next = nextVault(opened(), { contents: changed });
    expect(sealedVersion(next)).toBe(2);
    expect(openVault(alice, next, { passwordKek })?.contents).toEqual(changed);
    expect(openVault(alice, next, { recoveryKek })?.contents).toEqual(changed);
  });

  test('after a password change the old password opens it no more', () => {
    const newKek = randomBytes(32);
    const viaRecovery = openVault(alice, blob, { recoveryKek });
    const next = viaRecovery && nextVault(viaRecovery, { passwordKek: newKek });
    if (!next) throw new Error('it must open');
    expect(openVault(alice, next, { passwordKek })).toBeUndefined();
    expect(openVault(alice, next, { passwordKek: newKek })?.contents).toEqual(contents);
    expect(openVault(alice, next, { recoveryKek })?.version).toBe(2);
  });

  test('a listed device opens its part of it, and no other key, device or account does', () => {
    const [{ generation, privateKey }] = contents.mailboxKeys as [VaultContents['mailboxKeys'][number]];
    const forDevices = { mailboxKeys: [{ generation, privateKey }], marksKey: contents.marksKey };
    expect(openDeviceBox(alice, blob, laptop)).toEqual(forDevices);
    expect(openDeviceBox(alice, blob, phone)).toEqual(forDevices);
    expect(openDeviceBox(alice, blob, { ...laptop, kek: phone.kek })).toBeUndefined();
    expect(openDeviceBox(mallory, blob, laptop)).toBeUndefined();
  });

  test('a device that is left out of the next version opens nothing of it', () => {
    const next = nextVault(opened(), { contents: { ...contents, deviceKeks: [laptop] } });
    expect(openDeviceBox(alice, next, laptop)).toBeDefined();
    expect(openDeviceBox(alice, next, phone)).toBeUndefined();
    // Nor with its place in the version before, which it may have kept.
    const wraps = blob.subarray(229, 229 + 4 + 2 * 128);
    const mixed = new Uint8Array([...next.subarray(0, 229), ...wraps, ...next.subarray(229 + 4 + 128)]);
    expect(openDeviceBox(alice, mixed, phone)).toBeUndefined();
    expect(openVault(alice, mixed, { passwordKek })).toBeUndefined();
  });

  test('an older version can’t be passed off as a newer one, nor parts of two put together', () => {
    const next = nextVault(opened(), { passwordKek: randomBytes(32) });
    const renumbered = new Uint8Array(blob);
    renumbered[4] = 2;
    expect(openVault(alice, renumbered, { passwordKek })).toBeUndefined();
    const mixed = new Uint8Array(next);
    mixed.set(blob.subarray(5, 117), 5);
    expect(openVault(alice, mixed, { passwordKek })).toBeUndefined();
  });

  test('opens to any contents that were sealed', () => {
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const property = fc.property(key, key, fc.integer({ min: 1, max: 5 }), (seed, marksKey, generations) => {
      const mailboxKeys = Array.from({ length: generations }, (_, index) => ({
        generation: index + 1,
        publicKey: randomBytes(1_216),
        privateKey: randomBytes(32),
      }));
      const any = {
        ...{ accountSeed: new Uint8Array(seed), mailboxKeys, marksKey: new Uint8Array(marksKey) },
        deviceKeks: [laptop],
      };
      const sealed = createVault(alice, any, { passwordKek, recoveryKek });
      expect(opened(sealed).contents).toEqual(any);
    });
    fc.assert(property, { numRuns: 25 });
  });
});

describe('a vault with a second key', () => {
  const secondKey = randomBytes(32);
  const keks = { passwordKek, recoveryKek };
  const needed = () => nextVault(opened(), { contents: { ...contents, secondKey }, ...keks });
  const onLaptop = { passwordKek, device: laptop };

  test('is opened by the password only together with the recovery key, or on a device that it lists', () => {
    const vault = needed();
    expect(openVault(alice, vault, { passwordKek })).toBeUndefined();
    expect(faultOf(alice, vault, { passwordKek })).toBe('no-second-key');
    const wraps = [blob, vault].map((sealed) => sealed.subarray(5, 117));
    const opens = (wrap: Uint8Array) =>
      openBox(passwordKek, 'parley vault password wrap v1', utf8(alice), wrap);
    expect(wraps.map((wrap) => opens(wrap) !== undefined)).toEqual([true, false]);
    for (const opener of [keks, onLaptop, { recoveryKek }]) {
      expect(openVault(alice, vault, opener)).toMatchObject({ version: 2, contents: { secondKey } });
    }
    expect(openDeviceBox(alice, vault, phone)?.secondKey).toEqual(secondKey);
    expect([blob, vault].map(needsRecoveryKey)).toEqual([false, true]);
  });

  test('says which key is wrong, and that a device it doesn’t list lacks the second one', () => {
    const vault = needed();
    const other = randomBytes(32);
    expect(faultOf(alice, vault, { passwordKek: other, device: laptop })).toBe('other-key');
    expect(faultOf(alice, vault, { passwordKek, recoveryKek: other })).toBe('other-key');
    expect(faultOf(alice, vault, { passwordKek, device: { ...laptop, kek: other } })).toBe('no-second-key');
    // The recovery key is the account's; so it is the vault that has another password.
    expect(openVault(alice, vault, { passwordKek: other, recoveryKek })).toBeUndefined();
    expect(faultOf(alice, vault, { passwordKek: other, recoveryKek })).toBe('altered');
  });

  test('has a vault key of its own: what opens the one before opens nothing of it', () => {
    const before = opened();
    const vault = needed();
    expect(openVault(alice, vault, onLaptop)?.vaultKey).not.toEqual(before.vaultKey);
    const withOldWraps = new Uint8Array(vault);
    withOldWraps.set(blob.subarray(5, 229), 5);
    withOldWraps[0] = 1;
    expect(openVault(alice, withOldWraps, { passwordKek })).toBeUndefined();
    expect(faultOf(alice, withOldWraps, { passwordKek })).toBe('altered');
    expect(hasSamePassword(blob, vault)).toBe(false);
  });

  test('every flipped byte is noticed, and of the format’s byte it says so by any key that opens a wrap', () => {
    const vault = needed();
    for (const flipped of byteFlips(vault)) {
      for (const opener of [keks, onLaptop, { recoveryKek }]) {
        expect(openVault(alice, flipped, opener)).toBeUndefined();
      }
    }
    for (const [sealed, format] of [
      [vault, 1],
      [blob, 2],
    ] as const) {
      const turned = new Uint8Array(sealed);
      turned[0] = format;
      for (const opener of [keks, { recoveryKek }]) expect(faultOf(alice, turned, opener)).toBe('altered');
      const withoutRecoveryKey = format === 1 ? 'altered' : 'no-second-key';
      expect(faultOf(alice, turned, onLaptop)).toBe(withoutRecoveryKey);
    }
  });

  test('keeps the second key under another password, and is opened by the password alone once it is taken out', () => {
    const newKek = randomBytes(32);
    const present = openVault(alice, needed(), onLaptop);
    const next = present && nextVault(present, { passwordKek: newKek });
    const renewed = next && openVault(alice, next, { passwordKek: newKek, device: phone });
    if (!renewed) throw new Error('it must open');
    expect(openVault(alice, next, { passwordKek: newKek })).toBeUndefined();
    expect(hasRecoveryKey(renewed, recoveryKek)).toBe(true);
    expect(hasRecoveryKey(renewed, randomBytes(32))).toBe(false);
    const without = { ...renewed.contents, secondKey: undefined };
    expect(() => nextVault(renewed, { contents: without })).toThrow('no longer open');
    const last = nextVault(renewed, { contents: without, passwordKek: newKek });
    expect(openVault(alice, last, { passwordKek: newKek })?.contents).toEqual(contents);
    expect(openVault(alice, last, { recoveryKek })?.version).toBe(4);
  });
});

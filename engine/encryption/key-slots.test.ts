import { describe, expect, test } from 'vitest';
import { byteFlips } from '../../test/support/byte-flips.ts';
import { type KeySlot, keySlots, openSlot, sealSlot } from './key-slots.ts';
import { randomBytes } from './primitives.ts';

const databaseKey = randomBytes(32);
const key = randomBytes(32);
const passphrase = { kind: 'passphrase', passphrase: 'over the hills' } as const;
const keyKinds = ['recovery-key', 'key-file', 'keychain'] as const;

/** Written to a file and read again. */
function stored(slots: readonly KeySlot[]) {
  return keySlots.parse(JSON.parse(JSON.stringify(keySlots.encode({ v: 1, slots }))));
}

describe('key slots', () => {
  test('a passphrase opens its own slot, and another one doesn’t', async () => {
    const [slot] = stored([await sealSlot(passphrase, databaseKey)]).slots;
    if (!slot) throw new Error('there must be one');
    expect(await openSlot(slot, passphrase)).toEqual(databaseKey);
    expect(await openSlot(slot, { kind: 'passphrase', passphrase: 'over the hill' })).toBeUndefined();
    expect(await openSlot(slot, { kind: 'passphrase', passphrase: '' })).toBeUndefined();
    expect(await openSlot(slot, { kind: 'key-file', key })).toBeUndefined();
  });

  test.each(keyKinds)('a %s opens its own slot, and no other kind', async (kind) => {
    const slot = await sealSlot({ kind, key }, databaseKey);
    expect(await openSlot(slot, { kind, key })).toEqual(databaseKey);
    expect(await openSlot(slot, { kind, key: randomBytes(32) })).toBeUndefined();
    expect(await openSlot(slot, passphrase)).toBeUndefined();
    for (const other of keyKinds.filter((one) => one !== kind)) {
      expect(await openSlot({ ...slot, kind: other } as KeySlot, { kind: other, key })).toBeUndefined();
    }
  });

  test('every flipped byte of a box is noticed', async () => {
    const slot = await sealSlot({ kind: 'keychain', key }, databaseKey);
    if (slot.kind === 'unknown') throw new Error('it is known');
    for (const box of byteFlips(slot.box)) {
      expect(await openSlot({ ...slot, box }, { kind: 'keychain', key })).toBeUndefined();
    }
  });

  test('a slot with weakened parameters does not open', async () => {
    const slot = await sealSlot(passphrase, databaseKey);
    if (slot.kind !== 'passphrase') throw new Error('it is one');
    const weakened = { ...slot, argon2: { ...slot.argon2, iterations: 1 } };
    expect(await openSlot(weakened, passphrase)).toBeUndefined();
  });

  test('the file holds neither the key nor anything it is sealed with', async () => {
    const slot = await sealSlot({ kind: 'key-file', key }, databaseKey);
    const text = JSON.stringify(keySlots.encode({ v: 1, slots: [slot] }));
    expect(text).not.toContain(Buffer.from(databaseKey).toString('base64url'));
    expect(text).not.toContain(Buffer.from(key).toString('base64url'));
  });

  test('a slot of a kind from a later version stays unchanged', async () => {
    const later = { kind: 'security-token', credential: 'abc', depth: { more: [1, 2] } };
    const file = { v: 1, slots: [later] };
    expect(keySlots.encode(keySlots.parse(file))).toEqual(file);
    const [slot] = keySlots.parse(file).slots;
    expect(slot && (await openSlot(slot, passphrase))).toBeUndefined();
  });

  test.each([
    { kind: 'keychain' },
    { kind: 'passphrase', box: 'short' },
    { kind: 'key-file', box: '!'.repeat(150) },
  ])('a damaged slot of a known kind is refused, not kept as an unknown one: %j', (damaged) => {
    expect(keySlots.safeParse({ v: 1, slots: [damaged] }).success).toBe(false);
  });
});

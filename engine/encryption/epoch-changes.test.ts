import { beforeAll, describe, expect, test } from 'vitest';
import { directConversationId } from '../../node/conversation-ids.ts';
import {
  CHANGE_LABEL,
  type Change,
  changeFor,
  joinChange,
  type SealedKeys,
  splitChange,
} from '../../protocol/epoch-change.ts';
import { address as addressSchema, serverName } from '../../protocol/ids.ts';
import { deviceKey } from '../../protocol/manifest.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../../test/support/identities.ts';
import {
  type AuthorKeyLookup,
  type CreatedChange,
  createChange,
  createDeparture,
  type NewChange,
  openEpochKey,
  openHandedOnKey,
  openProfile,
  verifyChange,
} from './epoch-changes.ts';
import { signDocument } from './signed-documents.ts';

let alice: Identity;
let bob: Identity;
let made: CreatedChange;

beforeAll(async () => {
  alice = await createIdentity('alice@parley.example');
  bob = await createIdentity('bob@parley.example');
  made = await createChange(draft());
});

function draft(changed: Partial<NewChange> = {}): NewChange {
  return {
    conversation: directConversationId(alice.address, bob.address),
    kind: 'direct',
    hub: serverName.parse('parley.example'),
    epoch: 1,
    author: alice.address,
    device: alice.device.id,
    deviceSeed: alice.device.seed,
    members: [alice, bob].map((one) => ({ role: 'member', manifest: verifiedManifestOf(one) })),
    at: new Date('2026-03-04T05:06:07.000Z'),
    ...changed,
  };
}

function keysIn({ bytes }: Pick<CreatedChange, 'bytes'>): SealedKeys {
  return splitChange(bytes)?.keys ?? new Map();
}

const lookup: AuthorKeyLookup = (author, device) =>
  author === alice.address ? deviceKey(alice.manifest, device) : undefined;

function verdictOn(changed: Partial<Change>) {
  const signed = signDocument(CHANGE_LABEL, { ...made.change, ...changed }, alice.device.seed);
  return verifyChange(joinChange(signed, keysIn(made)), lookup);
}

describe('changes', () => {
  test('every member opens the epoch key from the verified change', async () => {
    const verified = verifyChange(made.bytes, lookup);
    expect(verified).toEqual({
      ok: true,
      value: { change: made.change, keys: keysIn(made), epochId: made.epochId },
    });
    for (const member of [alice, bob]) {
      expect(await openEpochKey(made.change, keysIn(made), member.address, [member.mailboxKey])).toEqual(
        made.epochKey,
      );
    }
  });

  test('neither another account nor a member without that mailbox key generation opens it', async () => {
    const mallory = await createIdentity('mallory@parley.example');
    expect(
      await openEpochKey(made.change, keysIn(made), mallory.address, [mallory.mailboxKey]),
    ).toBeUndefined();
    expect(await openEpochKey(made.change, keysIn(made), bob.address, [mallory.mailboxKey])).toBeUndefined();
    expect(
      await openEpochKey(made.change, keysIn(made), bob.address, [{ ...bob.mailboxKey, generation: 2 }]),
    ).toBeUndefined();
  });

  test('a sealed key opens in its own place only', async () => {
    const moved = { ...made.change, epoch: 2 };
    const elsewhere = { ...made.change, conversation: directConversationId(bob.address) };
    for (const change of [moved, elsewhere]) {
      expect(await openEpochKey(change, keysIn(made), bob.address, [bob.mailboxKey])).toBeUndefined();
    }
  });

  test('refuses a key that differs from the committed one', async () => {
    const other = await createChange(draft());
    const mixed = { ...made.change, keyCommitment: other.change.keyCommitment };
    expect(await openEpochKey(mixed, keysIn(made), bob.address, [bob.mailboxKey])).toBeUndefined();
  });

  test('an unknown device, another’s signature, or another author is refused', () => {
    expect(verifyChange(made.bytes, () => undefined)).toMatchObject({ code: 'verification-failed' });
    expect(verifyChange(made.bytes, () => bob.device.publicKey)).toMatchObject({
      code: 'verification-failed',
    });
    expect(verdictOn({ author: bob.address })).toMatchObject({ code: 'verification-failed' });
  });

  test('every flipped byte and every other length is refused', () => {
    const signed = splitChange(made.bytes)?.signed ?? new Uint8Array();
    for (const changed of [...byteFlips(signed), ...otherLengths(signed)]) {
      expect(verifyChange(joinChange(changed, keysIn(made)), lookup)).toMatchObject({
        code: 'verification-failed',
      });
    }
    // The keys may be fewer, but never half of one.
    for (const length of [3, made.bytes.length - 1, made.bytes.length + 1]) {
      const changed = new Uint8Array(length);
      changed.set(made.bytes.subarray(0, length));
      expect(verifyChange(changed, lookup)).toMatchObject({ code: 'verification-failed' });
    }
  });

  test('a flipped byte of a sealed key leaves its member without the key, and no one else', async () => {
    const keys = new Map(keysIn(made));
    const sealed = Uint8Array.from(keys.get(bob.address) ?? []);
    sealed[700] = (sealed[700] ?? 0) ^ 1;
    keys.set(bob.address, sealed);
    expect(await openEpochKey(made.change, keys, bob.address, [bob.mailboxKey])).toBeUndefined();
    expect(await openEpochKey(made.change, keys, alice.address, [alice.mailboxKey])).toEqual(made.epochKey);
  });

  test('a reader gets its own sealed key alone, under the same hash', async () => {
    const shown = changeFor(made.bytes, bob.address);
    expect(shown.length).toBeLessThan(made.bytes.length - 1_000);
    const verified = verifyChange(shown, lookup);
    expect(verified).toMatchObject({ ok: true, value: { epochId: made.epochId } });
    expect([...keysIn({ bytes: Uint8Array.from(shown) }).keys()]).toEqual([bob.address]);
    const elsewhere = changeFor(made.bytes, addressSchema.parse('mallory@parley.example'));
    expect(keysIn({ bytes: Uint8Array.from(elsewhere) }).size).toBe(0);
  });
});

describe('changes of groups', () => {
  const group = {
    profile: { title: 'Chess' },
    settings: { posting: 'everyone', history: 'everything' },
  } as const;
  const place = {
    kind: 'group',
    conversation: directConversationId(addressSchema.parse('group@parley.example')),
  } as const;

  test('members open the title, and hand on the key before', async () => {
    const first = await createChange(draft({ ...place, group }));
    const keyBefore = first.epochKey;
    const previous = first.epochId;
    const second = await createChange(draft({ ...place, group, epoch: 2, previous, keyBefore }));
    const { sealedProfile = '', previousKey = '', conversation, epoch } = second.change;
    const key = second.epochKey;
    expect(openProfile(sealedProfile, { conversation, epoch }, key)).toEqual({ title: 'Chess' });
    expect(openProfile(sealedProfile, { conversation, epoch: 3 }, key)).toBeUndefined();
    expect(openProfile(sealedProfile, { conversation, epoch }, first.epochKey)).toBeUndefined();
    const handedOn = { conversation, epoch, key, previousKey };
    expect(openHandedOnKey(handedOn, first.change.keyCommitment)).toEqual(first.epochKey);
    expect(openHandedOnKey(handedOn, second.change.keyCommitment)).toBeUndefined();
    expect(openHandedOnKey({ ...handedOn, epoch: 3 }, first.change.keyCommitment)).toBeUndefined();
  });

  test('a title’s length does not show', async () => {
    const lengths = ['C', 'C'.repeat(60)].map(async (title) => {
      const made = await createChange(draft({ ...place, group: { ...group, profile: { title } } }));
      return made.change.sealedProfile?.length;
    });
    expect(new Set(await Promise.all(lengths)).size).toBe(1);
  });

  test('leaving and deleting are signed, and have no keys', () => {
    for (const type of ['leave', 'delete'] as const) {
      const { deviceSeed, at, author, device, hub } = draft();
      const previous = made.epochId;
      const body = createDeparture(type, {
        ...place,
        hub,
        epoch: 2,
        previous,
        author,
        device,
        deviceSeed,
        at,
      });
      const verified = verifyChange(body, lookup);
      expect(verified).toMatchObject({ ok: true, value: { change: { type, epoch: 2 }, keys: new Map() } });
      for (const changed of byteFlips(body)) expect(verifyChange(changed, lookup).ok).toBe(false);
    }
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { directConversationId } from '../../node/conversation-ids.ts';
import { CHANGE_LABEL, type Change } from '../../protocol/epoch-change.ts';
import { serverName } from '../../protocol/ids.ts';
import { byteFlips, otherLengths } from '../../test/support/byte-flips.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../../test/support/identities.ts';
import {
  type AuthorKeyLookup,
  type CreatedChange,
  createChange,
  type NewChange,
  openEpochKey,
  verifyChange,
} from './epoch-changes.ts';
import { deviceKey } from './manifests.ts';
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

const lookup: AuthorKeyLookup = (author, device) =>
  author === alice.address ? deviceKey(alice.manifest, device) : undefined;

function verdictOn(changed: Partial<Change>) {
  return verifyChange(signDocument(CHANGE_LABEL, { ...made.change, ...changed }, alice.device.seed), lookup);
}

describe('changes', () => {
  test('every member gets the epoch key out of the verified change', async () => {
    const verified = verifyChange(made.bytes, lookup);
    expect(verified).toEqual({ ok: true, value: { change: made.change, epochId: made.epochId } });
    for (const member of [alice, bob]) {
      expect(await openEpochKey(made.change, member.address, [member.mailboxKey])).toEqual(made.epochKey);
    }
  });

  test('nobody else does, nor a member without the key of that generation', async () => {
    const mallory = await createIdentity('mallory@parley.example');
    expect(await openEpochKey(made.change, mallory.address, [mallory.mailboxKey])).toBeUndefined();
    expect(await openEpochKey(made.change, bob.address, [mallory.mailboxKey])).toBeUndefined();
    expect(
      await openEpochKey(made.change, bob.address, [{ ...bob.mailboxKey, generation: 2 }]),
    ).toBeUndefined();
  });

  test('a sealed key opens in its own place only', async () => {
    const moved = { ...made.change, epoch: 2 };
    const elsewhere = { ...made.change, conversation: directConversationId(bob.address) };
    for (const change of [moved, elsewhere]) {
      expect(await openEpochKey(change, bob.address, [bob.mailboxKey])).toBeUndefined();
    }
  });

  test('a key that isn’t the one committed to is not used', async () => {
    const other = await createChange(draft());
    const mixed = { ...made.change, keyCommitment: other.change.keyCommitment };
    expect(await openEpochKey(mixed, bob.address, [bob.mailboxKey])).toBeUndefined();
  });

  test('an unknown device, another’s signature, or another author is refused', () => {
    expect(verifyChange(made.bytes, () => undefined)).toMatchObject({ code: 'verification-failed' });
    expect(verifyChange(made.bytes, () => bob.device.publicKey)).toMatchObject({
      code: 'verification-failed',
    });
    expect(verdictOn({ author: bob.address })).toMatchObject({ code: 'verification-failed' });
  });

  test('every flipped byte and every other length is refused', () => {
    for (const changed of [...byteFlips(made.bytes), ...otherLengths(made.bytes)]) {
      expect(verifyChange(changed, lookup)).toMatchObject({ code: 'verification-failed' });
    }
  });
});

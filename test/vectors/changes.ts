// The engine makes these, from seeded random bytes; the reference opens them, and what it finds on the way is
// written down. The reference can't seal them: OpenSSL takes no seed for an encapsulation.

import { createChange, createDeparture, type NewChange } from '../../engine/encryption/epoch-changes.ts';
import { directConversationId } from '../../node/conversation-ids.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { type MembersChange, type SealedKeys, splitChange } from '../../protocol/epoch-change.ts';
import { conversationId, type Digest, digest, splitAddress } from '../../protocol/ids.ts';
import { fromHex, toHex } from '../support/hex.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../support/identities.ts';
import { hpkeOpen, join, len, openBox, sha256, u32 } from './reference.ts';
import { seeded } from './seeded.ts';

const ROLES = ['owner', 'admin', 'member'] as const;

export async function changeVectors() {
  const [alice, bob, carol] = [await identityOf('alice'), await identityOf('bob'), await identityOf('carol')];
  const direct = directConversationId(alice.address, bob.address);
  const note = directConversationId(alice.address);
  const group = conversationId.parse(toBase64url(seeded('group')(32)));
  const pair = [alice, bob];
  const first = await vectorOf('a direct conversation', pair, {
    conversation: direct,
    kind: 'direct',
    epoch: 1,
  });
  const chained = (before: { readonly epochId: Digest }, epoch: number) => {
    const place = { conversation: direct, kind: 'direct', epoch, previous: before.epochId } as const;
    return vectorOf(`its epoch ${epoch}`, pair, place);
  };
  const second = await chained(first, 2);
  const third = await chained(second, 3);
  return [
    first,
    second,
    third,
    await vectorOf('a note to self', [alice], { conversation: note, kind: 'direct', epoch: 1 }),
    ...(await groupVectors([alice, bob, carol], group)),
  ];
}

/** A group whose new members see everything: its second change hands on the key of the first. */
async function groupVectors(members: readonly Identity[], conversation: NewChange['conversation']) {
  const place = { conversation, kind: 'group' } as const;
  const group = (title: string) =>
    ({ profile: { title }, settings: { posting: 'everyone', history: 'everything' } }) as const;
  const first = await vectorOf('a group', members, { ...place, epoch: 1, group: group('Chess') });
  const second = await vectorOf('its epoch 2', members, {
    ...{ ...place, epoch: 2, previous: first.epochId, group: group('Chess club “64”') },
    keyBefore: fromHex(first.epochKey),
  });
  return [first, second];
}

/** Without keys: the third member leaves, and the first deletes the group. */
export async function departureVectors() {
  const [alice, , carol] = [await identityOf('alice'), await identityOf('bob'), await identityOf('carol')];
  const before = (await changeVectors()).at(-1);
  if (!before) throw new Error('the last vector is that of a group');
  const conversation = conversationId.parse(toBase64url(seeded('group')(32)));
  const leave = departureOf('leave', carol, { conversation, epoch: 3, previous: before.epochId });
  return [leave, departureOf('delete', alice, { conversation, epoch: 4, previous: leave.epochId })];
}

function departureOf(
  type: 'leave' | 'delete',
  author: Identity,
  place: Pick<NewChange, 'conversation' | 'epoch' | 'previous'>,
) {
  const bytes = createDeparture(type, { ...place, ...signerOf(author), kind: 'group' });
  const signed = bytes.subarray(4);
  return {
    ...{ name: type, devicePublicKey: toHex(author.device.publicKey), deviceSeed: toHex(author.device.seed) },
    body: Buffer.from(signed.subarray(0, -64)).toString(),
    signature: toHex(signed.subarray(-64)),
    record: toHex(bytes),
    epochId: digest.parse(toBase64url(sha256(signed))),
  };
}

function identityOf(name: string): Promise<Identity> {
  return createIdentity(`${name}@parley.example`, seeded(`identity ${name}`));
}

type Place = Pick<NewChange, 'conversation' | 'kind' | 'epoch' | 'previous' | 'group' | 'keyBefore'>;

function signerOf(author: Identity) {
  return {
    hub: splitAddress(author.address).server,
    author: author.address,
    device: author.device.id,
    deviceSeed: author.device.seed,
    at: new Date('2026-03-04T05:06:07.008Z'),
  };
}

async function vectorOf(name: string, members: readonly Identity[], place: Place) {
  const [author] = members;
  if (!author) throw new Error('a change has an author');
  const draft: NewChange = {
    ...place,
    ...signerOf(author),
    members: members.map((member, index) => ({
      role: (place.kind === 'group' && ROLES[index]) || 'member',
      manifest: verifiedManifestOf(member),
    })),
  };
  const { bytes, epochId, epochKey, change } = await createChange(draft, seeded(`change ${name}`));
  const { signed, keys } = splitChange(bytes) ?? { signed: bytes, keys: new Map() };
  return {
    name,
    deviceSeed: toHex(author.device.seed),
    devicePublicKey: toHex(author.device.publicKey),
    epochKey: toHex(epochKey),
    keyCommitment: toHex(sha256('parley epoch key commitment v1', epochKey)),
    ...sealedParts(change, epochKey),
    members: members.map((member) => openedBy(member, change, keys)),
    body: Buffer.from(signed.subarray(0, -64)).toString(),
    signature: toHex(signed.subarray(-64)),
    record: toHex(bytes),
    epochId,
  };
}

/** What the reference finds in the boxes of a group's change. */
function sealedParts(change: MembersChange, epochKey: Uint8Array) {
  const { conversation, epoch, sealedProfile, previousKey } = change;
  const context = join(Buffer.from(conversation, 'base64url'), u32(epoch));
  const opened = (label: string, sealed: string) =>
    openBox(epochKey, label, context, Buffer.from(sealed, 'base64url')) ?? Buffer.alloc(0);
  return {
    ...(sealedProfile && { profile: toHex(opened('parley group profile v1', sealedProfile)) }),
    ...(previousKey && { previousKey: toHex(opened('parley previous key v1', previousKey)) }),
  };
}

function openedBy(member: Identity, change: MembersChange, keys: SealedKeys) {
  const sealed = Buffer.from(keys.get(member.address) ?? []);
  const conversation = Buffer.from(change.conversation, 'base64url');
  const info = join('parley epoch key v1', conversation, u32(change.epoch), u32(1), len(member.address));
  const opened = hpkeOpen(member.mailboxKey.privateKey, info, sealed);
  return {
    address: member.address,
    generation: 1,
    mailboxPrivateKey: toHex(member.mailboxKey.privateKey),
    mailboxPublicKey: toHex(member.mailboxKey.publicKey),
    info: toHex(info),
    encapsulation: toHex(sealed.subarray(0, 1_120)),
    ciphertext: toHex(sealed.subarray(1_120)),
    sharedSecret: toHex(opened.sharedSecret),
    key: toHex(opened.key),
    nonce: toHex(opened.nonce),
    openedKey: toHex(opened.plaintext),
  };
}

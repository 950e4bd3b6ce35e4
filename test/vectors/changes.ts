// The engine makes these, from seeded random bytes; the reference opens them, and what it finds on the way is
// written down. The reference can't seal them: OpenSSL takes no seed for an encapsulation.

import { createChange, type NewChange } from '../../engine/encryption/epoch-changes.ts';
import { directConversationId } from '../../node/conversation-ids.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { conversationId, type Digest, splitAddress } from '../../protocol/ids.ts';
import { toHex } from '../support/hex.ts';
import { createIdentity, type Identity, verifiedManifestOf } from '../support/identities.ts';
import { hpkeOpen, join, len, sha256, u32 } from './reference.ts';
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
    await vectorOf('a group', [alice, bob, carol], { conversation: group, kind: 'group', epoch: 1 }),
  ];
}

function identityOf(name: string): Promise<Identity> {
  return createIdentity(`${name}@parley.example`, seeded(`identity ${name}`));
}

type Place = Pick<NewChange, 'conversation' | 'kind' | 'epoch' | 'previous'>;

async function vectorOf(name: string, members: readonly Identity[], place: Place) {
  const [author] = members;
  if (!author) throw new Error('a change has an author');
  const draft: NewChange = {
    ...place,
    hub: splitAddress(author.address).server,
    author: author.address,
    device: author.device.id,
    deviceSeed: author.device.seed,
    members: members.map((member, index) => ({
      role: (place.kind === 'group' && ROLES[index]) || 'member',
      manifest: verifiedManifestOf(member),
    })),
    at: new Date('2026-03-04T05:06:07.008Z'),
  };
  const { bytes, epochId, epochKey, change } = await createChange(draft, seeded(`change ${name}`));
  return {
    name,
    deviceSeed: toHex(author.device.seed),
    devicePublicKey: toHex(author.device.publicKey),
    epochKey: toHex(epochKey),
    keyCommitment: toHex(sha256('parley epoch key commitment v1', epochKey)),
    members: members.map((member) => openedBy(member, change)),
    body: Buffer.from(bytes.subarray(0, -64)).toString(),
    signature: toHex(bytes.subarray(-64)),
    change: toHex(bytes),
    epochId,
  };
}

function openedBy(member: Identity, change: Awaited<ReturnType<typeof createChange>>['change']) {
  const sealedKey = change.members.find(({ address }) => address === member.address)?.sealedKey;
  const sealed = Buffer.from(sealedKey ?? '', 'base64url');
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

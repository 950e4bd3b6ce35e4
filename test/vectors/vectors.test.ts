// docs/vectors is made by `npx vitest run test/vectors -u` and compared on every run. The engine has to make and
// open what is published there, and to refuse it with any one byte flipped.

import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { openEpochKey, verifyChange } from '../../engine/encryption/epoch-changes.ts';
import { openFrame, openPublicFrame, sealFrame, signPublicFrame } from '../../engine/encryption/frames.ts';
import { signManifest, verifyManifest } from '../../engine/encryption/manifests.ts';
import { createVault, nextVault, type OpenedVault, openVault } from '../../engine/encryption/vault.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { change as changeSchema } from '../../protocol/epoch-change.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import { address } from '../../protocol/ids.ts';
import { manifest } from '../../protocol/manifest.ts';
import { byteFlips } from '../support/byte-flips.ts';
import { fromHex } from '../support/hex.ts';
import { changeVectors } from './changes.ts';
import { frameVectors } from './frames.ts';
import { manifestVectors } from './manifests.ts';
import { seeded } from './seeded.ts';
import { vaultVectors } from './vaults.ts';

const FOLDER = '../../docs/vectors';

/** What is published, after it has been compared with what is made now. Fails when they differ. */
async function published<Vector>(name: string, made: readonly Vector[]): Promise<readonly Vector[]> {
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(`${FOLDER}/${name}.json`);
  const text = await readFile(new URL(`${FOLDER}/${name}.json`, import.meta.url), 'utf8');
  // The comparison above has shown that it is of this shape.
  return JSON.parse(text) as readonly Vector[];
}

describe('published vectors', () => {
  test('24 frames', async () => {
    const vectors = await published('frames', frameVectors());
    expect(vectors).toHaveLength(24);
    for (const vector of vectors) {
      const header = decodeFrameHeader(fromHex(vector.frame));
      expect(header, vector.name).toEqual(vector.header);
      expect(opened(vector, fromHex(vector.frame)), vector.name).toEqual({
        ok: true,
        content: JSON.parse(vector.body),
      });
      expect(sealedAgain(vector), vector.name).toEqual({ ok: true, value: fromHex(vector.frame) });
      for (const flipped of byteFlips(fromHex(vector.frame))) {
        expect(opened(vector, flipped)).toMatchObject({ ok: false });
      }
    }
  });

  test('5 vaults', async () => {
    const vectors = await published('vaults', vaultVectors());
    expect(vectors).toHaveLength(5);
    for (const vector of vectors) {
      const place = address.parse(vector.address);
      const passwordKek = fromHex(vector.passwordKek);
      const recoveryKek = fromHex(vector.recoveryKek);
      const vault = openVault(place, fromHex(vector.vault), { passwordKek });
      expect(vault?.version, vector.name).toBe(vector.version);
      expect(openVault(place, fromHex(vector.vault), { recoveryKek }), vector.name).toEqual(vault);
      expect(vault && resealed(vector, vault), vector.name).toEqual(fromHex(vector.vault));
      for (const flipped of byteFlips(fromHex(vector.vault))) {
        expect(openVault(place, flipped, { passwordKek })).toBeUndefined();
        expect(openVault(place, flipped, { recoveryKek })).toBeUndefined();
      }
    }
  });

  test('5 manifests, each the successor of the one before', async () => {
    const vectors = await published('manifests', manifestVectors());
    expect(vectors).toHaveLength(5);
    let previous: string | undefined;
    for (const vector of vectors) {
      const owner = address.parse(vector.address);
      const content = manifest.parse(JSON.parse(vector.body));
      expect(content.previous).toBe(previous);
      expect(verifyManifest(fromHex(vector.manifest), owner), vector.name).toEqual({
        ok: true,
        value: { manifest: content, hash: vector.hash },
      });
      expect(signManifest(JSON.parse(vector.body), fromHex(vector.accountSeed))).toEqual(
        fromHex(vector.manifest),
      );
      for (const flipped of byteFlips(fromHex(vector.manifest))) {
        expect(verifyManifest(flipped, owner).ok).toBe(false);
      }
      previous = vector.hash;
    }
  });

  test('5 changes', async () => {
    const vectors = await published('changes', await changeVectors());
    expect(vectors).toHaveLength(5);
    for (const vector of vectors) {
      const key = () => fromHex(vector.devicePublicKey);
      const content = changeSchema.parse(JSON.parse(vector.body));
      expect(verifyChange(fromHex(vector.change), key), vector.name).toEqual({
        ok: true,
        value: { change: content, epochId: vector.epochId },
      });
      expect(vector.keyCommitment).toBe(Buffer.from(content.keyCommitment, 'base64url').toString('hex'));
      for (const member of vector.members) {
        expect(member.openedKey).toBe(vector.epochKey);
        const mailboxKey = {
          generation: member.generation,
          publicKey: fromHex(member.mailboxPublicKey),
          privateKey: fromHex(member.mailboxPrivateKey),
        };
        const epochKey = await openEpochKey(content, member.address, [mailboxKey]);
        expect(epochKey, `${vector.name}, ${member.address}`).toEqual(fromHex(vector.epochKey));
      }
      for (const flipped of byteFlips(fromHex(vector.change))) {
        expect(verifyChange(flipped, key).ok).toBe(false);
      }
    }
  });
});

type FrameVector = ReturnType<typeof frameVectors>[number];

/** What the engine says to a frame under the vector's keys. */
function opened(vector: FrameVector, frame: Uint8Array) {
  const header = decodeFrameHeader(frame);
  const deviceKey = fromHex(vector.devicePublicKey);
  if (!header || header.kind !== vector.header.kind) return { ok: false };
  return vector.sealing
    ? openFrame(frame, header, fromHex(vector.sealing.epochKey), deviceKey)
    : openPublicFrame(frame, header, deviceKey);
}

function sealedAgain(vector: FrameVector) {
  const header = decodeFrameHeader(fromHex(vector.frame));
  if (!header) throw new Error('the header must be readable');
  const body = utf8(vector.body);
  const seed = fromHex(vector.deviceSeed);
  const { sealing } = vector;
  if (!sealing) return signPublicFrame(header, body, seed);
  return sealFrame(header, body, fromHex(sealing.epochKey), seed, () => fromHex(sealing.salt));
}

/** The vault made again by the engine, with the vector's random bytes. */
function resealed(vector: ReturnType<typeof vaultVectors>[number], vault: OpenedVault) {
  const keks = { passwordKek: fromHex(vector.passwordKek), recoveryKek: fromHex(vector.recoveryKek) };
  const random = seeded(`vault ${vector.name} sealed`);
  if (vector.version === 1) return createVault(vault.address, vault.contents, keks, random);
  return nextVault({ ...vault, version: vector.version - 1 }, {}, () => fromHex(vector.contents.salt));
}

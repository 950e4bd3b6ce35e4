// docs/vectors is made by `npx vitest run test/vectors -u` and compared on every run. The engine has to make and
// open what is published there, and to refuse it with any one byte flipped.

import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  openEpochKey,
  openHandedOnKey,
  openProfile,
  verifyChange,
} from '../../engine/encryption/epoch-changes.ts';
import { openFrame, openPublicFrame, sealFrame, signPublicFrame } from '../../engine/encryption/frames.ts';
import { openMarks, sealMarks } from '../../engine/encryption/high-water-marks.ts';
import { lockText, unlockText } from '../../engine/encryption/locked-text.ts';
import { signManifest, verifyManifest } from '../../engine/encryption/manifests.ts';
import { deriveFromPassword } from '../../engine/encryption/passwords.ts';
import { sha256 } from '../../engine/encryption/primitives.ts';
import {
  deriveFromRecoveryKey,
  generateRecoveryKey,
  parseRecoveryWords,
} from '../../engine/encryption/recovery-key.ts';
import { safetyNumber } from '../../engine/encryption/safety-number.ts';
import {
  createVault,
  nextVault,
  type OpenedVault,
  openDeviceBox,
  openVault,
} from '../../engine/encryption/vault.ts';
import { directConversationId, lobbyId } from '../../node/conversation-ids.ts';
import { nextLogHash } from '../../node/log-hash.ts';
import { textOf, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { change as changeSchema, joinChange, splitChange } from '../../protocol/epoch-change.ts';
import { decodeFrameHeader } from '../../protocol/frames.ts';
import { address, deviceId, digest, serverName, username } from '../../protocol/ids.ts';
import { manifest } from '../../protocol/manifest.ts';
import { decodeRecord, encodeRecord, eraseRecord } from '../../protocol/records.ts';
import { byteFlips } from '../support/byte-flips.ts';
import { fromHex } from '../support/hex.ts';
import { changeVectors, departureVectors } from './changes.ts';
import { frameVectors } from './frames.ts';
import { idVectors } from './ids.ts';
import { lockedMessageVectors } from './locked-messages.ts';
import { manifestVectors } from './manifests.ts';
import { marksVectors } from './marks.ts';
import { passwordVectors } from './passwords.ts';
import { recordVectors } from './records.ts';
import { recoveryKeyVectors } from './recovery-keys.ts';
import { safetyNumberVectors } from './safety-numbers.ts';
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
  test('29 frames', async () => {
    const vectors = await published('frames', frameVectors());
    expect(vectors).toHaveLength(29);
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

  test('6 vaults, one with a second key', async () => {
    const vectors = await published('vaults', vaultVectors());
    expect(vectors).toHaveLength(6);
    for (const vector of vectors) {
      const place = address.parse(vector.address);
      const passwordKek = fromHex(vector.passwordKek);
      const recoveryKek = fromHex(vector.recoveryKek);
      const [listed] = vector.deviceWraps.map(({ device, kek }) => ({
        device: deviceId.parse(device),
        kek: fromHex(kek),
      }));
      const opener = vector.passwordWrapKey ? { passwordKek, device: listed } : { passwordKek };
      const vault = openVault(place, fromHex(vector.vault), opener);
      expect(vault?.version, vector.name).toBe(vector.version);
      expect(openVault(place, fromHex(vector.vault), { recoveryKek }), vector.name).toEqual(vault);
      expect(vault && resealed(vector, vault), vector.name).toEqual(fromHex(vector.vault));
      const flips = [...byteFlips(fromHex(vector.vault))];
      expect(flips.filter((flipped) => openVault(place, flipped, opener))).toEqual([]);
      // What follows the wrap is opened alike, whichever key has opened that.
      const ofWrap = flips.slice(0, 5 + 112 + 112);
      expect(ofWrap.filter((flipped) => openVault(place, flipped, { recoveryKek }))).toEqual([]);
      for (const { device, kek } of vault?.contents.deviceKeks ?? []) {
        const opened = openDeviceBox(place, fromHex(vector.vault), { device, kek });
        expect(opened).toEqual({
          mailboxKeys: vault?.contents.mailboxKeys.map(({ publicKey: _, ...secret }) => secret),
          marksKey: vault?.contents.marksKey,
          ...(vector.passwordWrapKey && { secondKey: vault?.contents.secondKey }),
        });
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

  test('6 changes', async () => {
    const vectors = await published('changes', await changeVectors());
    expect(vectors).toHaveLength(6);
    for (const [index, vector] of vectors.entries()) {
      const key = () => fromHex(vector.devicePublicKey);
      const content = changeSchema.parse(JSON.parse(vector.body));
      if (content.type !== 'members') never();
      const { signed, keys } = splitChange(fromHex(vector.record)) ?? never();
      expect(verifyChange(fromHex(vector.record), key), vector.name).toEqual({
        ok: true,
        value: { change: content, keys, epochId: vector.epochId },
      });
      expect(vector.keyCommitment).toBe(Buffer.from(content.keyCommitment, 'base64url').toString('hex'));
      for (const member of vector.members) {
        expect(member.openedKey).toBe(vector.epochKey);
        const mailboxKey = {
          generation: member.generation,
          publicKey: fromHex(member.mailboxPublicKey),
          privateKey: fromHex(member.mailboxPrivateKey),
        };
        const opened = await openEpochKey(content, keys, member.address, [mailboxKey]);
        expect(opened, `${vector.name}, ${member.address}`).toEqual(fromHex(vector.epochKey));
      }
      const { sealedProfile, previousKey, conversation, epoch } = content;
      const place = { conversation, epoch };
      const epochKey = fromHex(vector.epochKey);
      const profile = sealedProfile && openProfile(sealedProfile, place, epochKey);
      expect(profile).toEqual(
        vector.profile && JSON.parse(textOf(fromHex(vector.profile)).replace(/\0+$/, '')),
      );
      const before = vectors[index - 1];
      expect(vector.previousKey).toBe(previousKey && before?.epochKey);
      const handedOn = previousKey && { ...place, key: epochKey, previousKey };
      const commitment = digest.parse(toBase64url(fromHex(before?.keyCommitment ?? '00'.repeat(32))));
      expect(handedOn && openHandedOnKey(handedOn, commitment)).toEqual(
        handedOn && fromHex(before?.epochKey ?? ''),
      );
      for (const flipped of byteFlips(signed)) {
        expect(verifyChange(joinChange(flipped, keys), key).ok).toBe(false);
      }
    }
  });

  test('2 changes without keys', async () => {
    for (const vector of await published('departures', await departureVectors())) {
      const key = () => fromHex(vector.devicePublicKey);
      const record = fromHex(vector.record);
      expect(verifyChange(record, key), vector.name).toEqual({
        ok: true,
        value: { change: JSON.parse(vector.body), keys: new Map(), epochId: vector.epochId },
      });
      for (const flipped of byteFlips(record)) expect(verifyChange(flipped, key).ok).toBe(false);
    }
  });

  test('4 passwords', async () => {
    for (const vector of await published('passwords', passwordVectors())) {
      const serverSide = {
        serverName: serverName.parse(vector.serverName),
        salt: fromHex(vector.serverSalt),
      };
      const preLogin = { ...serverSide, argon2: vector.argon2 };
      const keys = await deriveFromPassword(vector.password, username.parse(vector.username), preLogin);
      expect(keys, vector.name).toEqual({
        ok: true,
        value: { authKey: vector.authKey, vaultKek: fromHex(vector.vaultKek) },
      });
    }
  });

  test('5 recovery keys', async () => {
    for (const vector of await published('recovery-keys', recoveryKeyVectors())) {
      expect(generateRecoveryKey(() => fromHex(vector.key)).words).toBe(vector.words);
      expect(parseRecoveryWords(vector.words)).toEqual(fromHex(vector.key));
      const keys = { recoveryAuth: vector.recoveryAuth, vaultKek: fromHex(vector.vaultKek) };
      expect(deriveFromRecoveryKey(fromHex(vector.key))).toEqual(keys);
    }
  });

  test('5 marks', async () => {
    for (const vector of await published('marks', marksVectors())) {
      const [key, place] = [fromHex(vector.marksKey), address.parse(vector.address)];
      const marks = JSON.parse(vector.plaintext);
      expect(openMarks(key, place, fromHex(vector.marks)), vector.name).toEqual({
        version: vector.version,
        marks,
      });
      const sealed = sealMarks(key, place, vector.version, marks, () => fromHex(vector.salt));
      expect(sealed).toEqual(fromHex(vector.marks));
      for (const flipped of byteFlips(fromHex(vector.marks))) {
        expect(openMarks(key, place, flipped)).toBeUndefined();
      }
    }
  });

  test('4 records of one log, whole and erased', async () => {
    let hash: Uint8Array = new Uint8Array(32);
    for (const vector of await published('records', recordVectors())) {
      const encoded = fromHex(vector.record);
      const record = {
        ...{ seq: vector.seq, at: vector.at, sender: address.parse(vector.sender) },
        ...({ kind: vector.kind === 1 ? 'change' : 'frame', body: fromHex(vector.body) } as const),
      };
      expect(encodeRecord(record)).toEqual(encoded);
      expect(decodeRecord(encoded)).toEqual(record);
      expect(nextLogHash(hash, encoded), vector.name).toEqual(fromHex(vector.hash));
      const erased = eraseRecord(encoded, sha256);
      expect(erased).toEqual(vector.erased && fromHex(vector.erased));
      for (const form of erased ? [encoded, erased] : [encoded]) {
        expect(nextLogHash(hash, form)).toEqual(fromHex(vector.hash));
        // The hash covers no sealed key: each member is shown its own.
        const keysAt = form.length - (vector.kind === 1 ? vector.keysBytes : 0);
        for (const [at, flipped] of [...byteFlips(form)].entries()) {
          const isCovered = at < keysAt;
          expect(isDeepStrictEqual(nextLogHash(hash, flipped), fromHex(vector.hash))).toBe(!isCovered);
        }
      }
      hash = fromHex(vector.hash);
    }
  });

  test('7 conversation ids', async () => {
    for (const vector of await published('ids', idVectors())) {
      const id = vector.serverName
        ? lobbyId(serverName.parse(vector.serverName))
        : directConversationId(
            ...[vector.one, vector.other].flatMap((one) => (one ? address.parse(one) : [])),
          );
      expect(id).toBe(vector.conversation);
    }
  });

  test('3 locked messages', async () => {
    for (const vector of await published('locked-messages', lockedMessageVectors())) {
      const { passphrase, text, locked } = vector;
      const mac = digest.parse(vector.mac);
      expect(await unlockText({ locked, mac }, passphrase), vector.name).toBe(text);
      const again = await lockText(text, passphrase, () => fromHex(vector.salt));
      expect(again).toEqual({ locked, mac });
    }
  });

  test('3 safety numbers', async () => {
    for (const { sides, safetyNumber: expected } of await published(
      'safety-numbers',
      safetyNumberVectors(),
    )) {
      const [one, other] = sides.map((side) => ({ ...side, address: address.parse(side.address) }));
      expect(one && other && safetyNumber(one, other)).toBe(expected);
    }
  });
});

function never(): never {
  throw new Error('a published change must be readable');
}

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
  // The vault key and the salts of both wraps are from the first version.
  for (let draw = 0; draw < 3; draw += 1) random(32);
  return nextVault({ ...vault, version: vector.version - 1 }, {}, random);
}

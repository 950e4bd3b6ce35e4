// The client opens what docs/vectors publishes, and refuses it with any one byte flipped.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { byteFlips } from '../support/byte-flips.ts';
import { fromHex } from '../support/hex.ts';
import { toText } from './base64url.ts';
import { openFrame, openPublicFrame, readHeader } from './frames.ts';
import { keyOf, keysOfRecovery, wordsOf } from './keys.ts';
import { nextHash, readRecord } from './log.ts';
import { type SignedManifest, verifyManifest } from './manifests.ts';
import { openMarks } from './marks.ts';
import { type Side, safetyNumber } from './safety-number.ts';
import { openDeviceBox, openVault } from './vault.ts';

/** The fields of all files together: each test reads those of its own. */
interface Vector extends Readonly<Record<TextField, string>> {
  readonly version: number;
  readonly header: object;
  readonly sealing?: { readonly epochKey: string };
  readonly erased?: string;
  readonly sides: readonly [Side, Side];
  readonly deviceWraps: readonly { readonly device: string; readonly kek: string }[];
}

type TextField =
  | ('address' | 'body' | 'devicePublicKey' | 'frame' | 'hash' | 'key' | 'manifest' | 'marks' | 'marksKey')
  | ('passwordKek' | 'plaintext' | 'record' | 'recoveryAuth' | 'recoveryKek' | 'safetyNumber' | 'vault')
  | ('devicePlaintext' | 'name' | 'vaultKek' | 'words');

function published(name: string): readonly Vector[] {
  return JSON.parse(readFileSync(new URL(`../../docs/vectors/${name}.json`, import.meta.url), 'utf8'));
}

const bytes = (hex: string) => Buffer.from(fromHex(hex));

function flips(hex: string): readonly Buffer[] {
  return [...byteFlips(bytes(hex))].map((flipped) => Buffer.from(flipped));
}

test('frames', () => {
  for (const vector of published('frames')) {
    const { sealing, body, header } = vector;
    const key = bytes(vector.devicePublicKey);
    const open = (frame: Buffer) =>
      sealing ? openFrame(frame, bytes(sealing.epochKey), key) : openPublicFrame(frame, key);
    const frame = bytes(vector.frame);
    expect(readHeader(frame)).toEqual(header);
    expect(open(frame)).toEqual({ body: Buffer.from(body) });
    for (const flipped of flips(vector.frame)) expect(open(flipped)).not.toHaveProperty('body');
  }
});

test.each(published('vaults').map((vector) => [vector.name, vector] as const))(
  'the vault “%s”',
  (_, { address, passwordKek, recoveryKek, vault, version, plaintext, ...forDevices }) => {
    for (const { device, kek } of forDevices.deviceWraps) {
      const own = { device, kek: bytes(kek).toString('base64url') };
      const opened = openDeviceBox(bytes(vault), address, own);
      expect(opened).toEqual(JSON.parse(forDevices.devicePlaintext));
    }
    const password = bytes(passwordKek);
    const recovery = bytes(recoveryKek);
    const [own] = forDevices.deviceWraps.map(({ device, kek }) => ({ device, kek: toText(bytes(kek)) }));
    const needsBoth = 'secondKey' in JSON.parse(plaintext);
    if (needsBoth)
      expect(() => openVault(bytes(vault), address, { password })).toThrow('recovery-key-needed');
    for (const keks of [{ password }, { recovery }, { password, recovery }]) {
      const open = (sealed: Buffer) => openVault(sealed, address, keks, needsBoth ? own : undefined);
      expect(open(bytes(vault))).toMatchObject({ version, contents: JSON.parse(plaintext) });
      // What follows the wraps is opened alike, whichever key has opened one of them.
      const flipped = 'recovery' in keks ? flips(vault).slice(0, 5 + 112 + 112) : flips(vault);
      for (const each of flipped) expect(() => open(each)).toThrow();
    }
  },
);

test('marks', () => {
  for (const { address, marksKey, marks, version, plaintext } of published('marks')) {
    const open = (sealed: Buffer) => openMarks(bytes(marksKey), address, sealed);
    expect(open(bytes(marks))).toEqual({ version, marks: JSON.parse(plaintext) });
    for (const flipped of flips(marks)) expect(() => open(flipped)).toThrow();
  }
});

test('manifests, each the successor of the one before', () => {
  let known: SignedManifest | undefined;
  for (const { address, manifest } of published('manifests')) {
    for (const flipped of flips(manifest)) expect(() => verifyManifest(flipped, address)).toThrow();
    const before = known;
    known = verifyManifest(bytes(manifest), address, before);
    const newest = known;
    if (before) expect(() => verifyManifest(before.bytes, address, newest)).toThrow('older');
  }
});

test('records and their running hash', () => {
  let hash = Buffer.alloc(32);
  for (const { record, erased, hash: after } of published('records')) {
    for (const form of erased ? [record, erased] : [record]) {
      expect(nextHash(hash, readRecord(bytes(form)))).toEqual(bytes(after));
    }
    hash = bytes(after);
  }
});

test('recovery words and safety numbers', () => {
  for (const { key, words, recoveryAuth, vaultKek } of published('recovery-keys')) {
    expect(wordsOf(bytes(key))).toBe(words);
    expect(toText(keyOf(words))).toBe(toText(bytes(key)));
    expect(keysOfRecovery(bytes(key))).toEqual({ auth: recoveryAuth, kek: bytes(vaultKek) });
  }
  for (const { sides, safetyNumber: expected } of published('safety-numbers')) {
    expect(safetyNumber(sides[0], sides[1])).toBe(expected);
  }
});

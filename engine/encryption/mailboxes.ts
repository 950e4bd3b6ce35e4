// A mailbox key receives the keys of conversations: HPKE (RFC 9180) in base mode with X-Wing, HKDF-SHA-256 and
// AES-256-GCM. Sealed is `encapsulation 1,120 | ciphertext and tag`.
import { Aes256Gcm, CipherSuite, DecapError, HkdfSha256, OpenError } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { concat } from '../../protocol/bytes.ts';
import { type RandomSource, randomBytes } from './primitives.ts';
import type { MailboxKey } from './vault.ts';

const PRIVATE_KEY_BYTES = 32;
const ENCAPSULATION_BYTES = 1_120;
/** X-Wing takes its randomness for one encapsulation as one string. */
const ENCAPSULATION_SEED_BYTES = 64;

/** A new key of the given generation. */
export function generateMailboxKey(
  generation: number,
  random: RandomSource = randomBytes,
): Promise<MailboxKey> {
  return mailboxKeyOf({ generation, privateKey: random(PRIVATE_KEY_BYTES) });
}

/** With the public half that belongs to the private one. */
export async function mailboxKeyOf({
  generation,
  privateKey,
}: Omit<MailboxKey, 'publicKey'>): Promise<MailboxKey> {
  const kem = new XWing();
  const pair = await kem.generateKeyPairDerand(privateKey);
  return {
    generation,
    publicKey: new Uint8Array(await kem.serializePublicKey(pair.publicKey)),
    privateKey,
  };
}

/** Seals to an X-Wing public key (1,216 bytes); takes a few milliseconds. `info` must be the same at opening. */
export async function sealToMailbox(
  publicKey: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
  random: RandomSource = randomBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const ekm = random(ENCAPSULATION_SEED_BYTES);
  const suite = createSuite();
  const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(publicKey));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info, ekm }, new Uint8Array(plaintext));
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

/** Undefined unless it was sealed to this key with this info and no bit has changed. */
export async function openFromMailbox(
  privateKey: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sealed.length < ENCAPSULATION_BYTES) return;
  const suite = createSuite();
  const recipientKey = await suite.kem.deserializePrivateKey(new Uint8Array(privateKey));
  const enc = sealed.slice(0, ENCAPSULATION_BYTES);
  try {
    return new Uint8Array(await suite.open({ recipientKey, enc, info }, sealed.slice(ENCAPSULATION_BYTES)));
  } catch (error) {
    if (error instanceof OpenError || error instanceof DecapError) return;
    throw error;
  }
}

function createSuite(): CipherSuite {
  return new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

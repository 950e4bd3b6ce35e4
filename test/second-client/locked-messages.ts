// Clause 5.18: a text under a passphrase.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { toBytes, toText } from './base64url.ts';

const MAGIC = Buffer.from('Salted__');

export interface Locked {
  readonly locked: string;
  readonly mac: string;
}

export function lock(text: string, passphrase: string): Locked {
  const salt = randomBytes(8);
  const { key, iv, macKey } = keysOf(passphrase, salt);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const bytes = Buffer.concat([MAGIC, salt, cipher.update(text), cipher.final()]);
  return { locked: bytes.toString('base64'), mac: toText(macOf(macKey, bytes)) };
}

/** Undefined for another passphrase. */
export function unlock({ locked, mac }: Locked, passphrase: string): string | undefined {
  const bytes = Buffer.from(locked, 'base64');
  const { key, iv, macKey } = keysOf(passphrase, bytes.subarray(8, 16));
  if (!timingSafeEqual(macOf(macKey, bytes), toBytes(mac))) return;
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString();
}

function keysOf(passphrase: string, salt: Buffer) {
  const derived = pbkdf2Sync(passphrase.normalize('NFC'), salt, 600_000, 80, 'sha256');
  return { key: derived.subarray(0, 32), iv: derived.subarray(32, 48), macKey: derived.subarray(48) };
}

function macOf(key: Buffer, bytes: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes).digest();
}

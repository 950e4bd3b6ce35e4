import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { toHex } from '../support/hex.ts';
import { join } from './reference.ts';
import { seeded } from './seeded.ts';

const cases = [
  { name: 'a short text', passphrase: 'correct horse', text: 'Meet me at noon' },
  { name: 'no byte left for padding', passphrase: 'x', text: 'sixteen letters.' },
  { name: 'other scripts', passphrase: 'pässwörd 🔑', text: 'Grüße\n你好 👋' },
] as const;

/** What `openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -a -A` makes of each, and its proof. */
export function lockedMessageVectors() {
  const random = seeded('locked messages');
  return cases.map(({ name, passphrase, text }) => {
    const salt = random(8);
    const derived = pbkdf2Sync(passphrase.normalize('NFC'), salt, 600_000, 80, 'sha256');
    const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48));
    const bytes = join('Salted__', salt, cipher.update(text), cipher.final());
    const mac = createHmac('sha256', derived.subarray(48)).update(bytes).digest();
    return {
      name,
      passphrase,
      text,
      salt: toHex(salt),
      derived: toHex(derived),
      locked: bytes.toString('base64'),
      mac: mac.toString('base64url'),
    };
  });
}

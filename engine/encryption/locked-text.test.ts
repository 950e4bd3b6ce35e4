import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { digest } from '../../protocol/ids.ts';
import { byteFlips } from '../../test/support/byte-flips.ts';
import { lockText, unlockText } from './locked-text.ts';

/** By the command of docs/locked-messages.md; undefined where there is no OpenSSL 3. */
function opensslOpens(locked: string, passphrase: string): string | undefined {
  try {
    if (!execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3')) return;
  } catch {
    // It isn't installed.
    return;
  }
  const command = 'enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -a -A -pass env:PASSPHRASE';
  const env = { ...process.env, PASSPHRASE: passphrase };
  return execFileSync('openssl', command.split(' '), { input: locked, env, encoding: 'utf8' });
}

test('OpenSSL opens what is locked here', async () => {
  const text = 'Grüße 👋\nin two lines';
  const { locked } = await lockText(text, 'a passphrase');
  expect([text, undefined]).toContain(opensslOpens(locked, 'a passphrase'));
});

test('composed and decomposed letters are the same passphrase', async () => {
  const sealed = await lockText('text', 'p\u00e4ss');
  expect(await unlockText(sealed, 'pa\u0308ss')).toBe('text');
});

test('another passphrase, or another bit, opens nothing', async () => {
  const sealed = await lockText('text', 'right');
  for (const wrong of ['wrong', 'Right', 'right ']) expect(await unlockText(sealed, wrong)).toBeUndefined();
  const bytes = new Uint8Array(Buffer.from(sealed.locked, 'base64'));
  const [inMagic, inSalt, inText] = [...byteFlips(bytes)].filter((_, at) => [0, 8, 16].includes(at));
  for (const flipped of [inMagic, inSalt, inText, bytes.subarray(0, 24), bytes.subarray(0, 8)]) {
    const locked = Buffer.from(flipped ?? []).toString('base64');
    expect(await unlockText({ ...sealed, locked }, 'right')).toBeUndefined();
  }
  const mac = digest.parse(Buffer.alloc(32).toString('base64url'));
  expect(await unlockText({ ...sealed, mac }, 'right')).toBeUndefined();
});

test('each has a salt of its own', async () => {
  const [one, other] = await Promise.all([lockText('text', 'same'), lockText('text', 'same')]);
  expect(one.locked).not.toBe(other.locked);
});

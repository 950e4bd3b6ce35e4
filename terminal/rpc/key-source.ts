// What opens a profile on a computer without a keychain: a passphrase from a file, or a key file of its own.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from '../../engine/engine.ts';
import { readFileIfExists, writeFileAtomically } from '../../node/atomic-file.ts';
import { CommandFailure } from '../command.ts';
import { readFirstLine } from '../text-file.ts';

type KeySource = EngineOptions['keySources'][number];

const KEY_BYTES = 32;

/** The passphrase is the first line of the file. */
export async function passphraseSource(file: string): Promise<KeySource> {
  const passphrase = await readFirstLine(file);
  if (passphrase === '') {
    throw new CommandFailure(`The first line of ${file} is empty; it must be the passphrase.`);
  }
  return { kind: 'passphrase', secret: async () => Buffer.from(passphrase) };
}

/**
 * The profile's key file; a new profile gets one that only this user can read, and `onMade` is called with its
 * path. The engine asks for it while it holds the profile, so that two processes never make two.
 */
export function keyFileSource(folder: string, onMade: (file: string) => void): KeySource {
  const file = join(folder, 'profile.key');
  return {
    kind: 'key-file',
    async secret() {
      const stored = await readFileIfExists(file);
      if (stored === undefined) return makeKeyFile(folder, file, onMade);
      if (stored.length === KEY_BYTES || endsInLineBreak(stored)) return stored.subarray(0, KEY_BYTES);
      throw new CommandFailure(`The key file ${file} is damaged: it must have ${KEY_BYTES} bytes.`);
    },
  };
}

/** As a program for texts leaves behind what it has saved. */
function endsInLineBreak(stored: Uint8Array): boolean {
  return ['\n', '\r\n'].includes(Buffer.from(stored.subarray(KEY_BYTES)).toString());
}

async function makeKeyFile(
  folder: string,
  file: string,
  onMade: (file: string) => void,
): Promise<Uint8Array> {
  if (existsSync(join(folder, 'keys.json'))) {
    throw new CommandFailure(
      `The profile ${folder} has no key file. If it is opened by a passphrase, give --passphrase-file; if the key file is lost, --begin-anew keeps what is there aside and begins with nothing.`,
    );
  }
  const key = randomBytes(KEY_BYTES);
  await writeFileAtomically(file, key);
  onMade(file);
  return key;
}

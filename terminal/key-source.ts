// What opens a profile on a computer without a keychain: a passphrase from a file, or a key file of its own.
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineOptions } from '../engine/engine.ts';
import { CommandFailure } from './command.ts';
import { readFirstLine, whyUnreadable } from './text-file.ts';

type KeySource = EngineOptions['keySource'];

const KEY_FILE = 'profile.key';
const KEY_BYTES = 32;

/** The passphrase is the first line of the file. */
export async function passphraseSource(file: string): Promise<KeySource> {
  const passphrase = await readFirstLine(file);
  if (passphrase === '')
    throw new CommandFailure(`The first line of ${file} is empty; it must be the passphrase.`);
  return { kind: 'passphrase', secret: async () => Buffer.from(passphrase) };
}

/** Reads the profile's key file, or makes one that only this user can read and calls `onMade` with its path. */
export async function keyFileSource(folder: string, onMade: (file: string) => void): Promise<KeySource> {
  const file = join(folder, KEY_FILE);
  if (await makeKeyFile(folder, file)) onMade(file);
  const key = await readFile(file).catch((error: unknown) => {
    throw new CommandFailure(whyUnreadable(file, error));
  });
  if (key.length !== KEY_BYTES) {
    throw new CommandFailure(
      `The key file ${file} is damaged: it has ${key.length} bytes instead of ${KEY_BYTES}.`,
    );
  }
  return { kind: 'key-file', secret: async () => key };
}

/** Returns whether there was none. The link makes it appear whole, and never takes the place of another one. */
async function makeKeyFile(folder: string, file: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(randomBytes(KEY_BYTES));
    await handle.sync();
    await link(unfinished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await handle.close();
    await rm(unfinished);
  }
}

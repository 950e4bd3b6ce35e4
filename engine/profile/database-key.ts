// keys.json holds the databases' key, wrapped in slots. Without it nothing here can be read again, so it is
// made only where there is no database yet, and never replaced because it couldn't be opened.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfExists, writeFileAtomically } from '../../files/atomic-file.ts';
import { textOf } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type KeySlots, keySlots, openSlot, type SlotSecret, sealSlot } from '../encryption/key-slots.ts';
import { randomBytes } from '../encryption/primitives.ts';
import type { KeySource } from '../ports.ts';
import { parseProfileFile, UnreadableProfile } from './unreadable-profile.ts';

/** The 32 bytes; refuses with `wrong-passphrase` when no slot opens. Throws an UnreadableProfile. */
export async function databaseKey(folder: string, source: KeySource): Promise<Result<Uint8Array>> {
  const path = join(folder, 'keys.json');
  const stored = await readFileIfExists(path);
  const secret = await secretOf(source);
  return stored ? openKey(parseProfileFile(path, stored, keySlots), secret) : makeKey(folder, path, secret);
}

async function openKey({ slots }: KeySlots, secret: SlotSecret): Promise<Result<Uint8Array>> {
  for (const slot of slots) {
    const key = await openSlot(slot, secret);
    if (key) return ok(key);
  }
  return refuse('wrong-passphrase');
}

async function makeKey(folder: string, path: string, secret: SlotSecret): Promise<Result<Uint8Array>> {
  if ((await readdir(folder)).some((name) => name.endsWith('.db'))) {
    throw new UnreadableProfile(path, 'it is missing, and the databases beside it need it');
  }
  const key = randomBytes(32);
  const slots: KeySlots = { v: 1, slots: [await sealSlot(secret, key)] };
  await writeFileAtomically(path, JSON.stringify(z.encode(keySlots, slots)));
  return ok(key);
}

async function secretOf(source: KeySource): Promise<SlotSecret> {
  const secret = await source.secret();
  if (source.kind === 'passphrase') return { kind: source.kind, passphrase: textOf(secret) };
  return { kind: source.kind, key: secret };
}

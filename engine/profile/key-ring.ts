// keys.json holds the databases' key, wrapped in slots. Without it nothing here can be read again, so it is
// made only where there is no database yet, never replaced because it couldn't be opened, and a slot is only
// taken away while another one surely opens.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfExists } from '../../node/atomic-file.ts';
import { writeJsonFile } from '../../node/json-file.ts';
import { createQueue } from '../../node/keyed-queue.ts';
import { textOf } from '../../protocol/bytes.ts';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { ParametersOf, ResultOf } from '../api/api.ts';
import { type KeySlot, keySlots, openSlot, type SlotSecret, sealSlot } from '../encryption/key-slots.ts';
import { weaknessOf } from '../encryption/passwords.ts';
import { randomBytes } from '../encryption/primitives.ts';
import type { KeySource } from '../ports.ts';
import { readProfileFile } from './unreadable-profile.ts';

export interface KeyRing {
  /** 32 bytes. */
  readonly databaseKey: Uint8Array;
  slots(): Promise<ResultOf<'keySlots'>>;
  /** Takes the place of a slot of the same kind. Refuses with `weak-password` or `bad-request`. */
  add(slot: ParametersOf<'addKeySlot'>): Promise<Result<ResultOf<'addKeySlot'>>>;
  /** Refuses with `last-key-slot`. */
  remove(slot: ParametersOf<'removeKeySlot'>): Promise<Result<ResultOf<'removeKeySlot'>>>;
  /** Resolves when no change is being written any more. */
  idle(): Promise<void>;
}

type Secret = SlotSecret & Pick<KeySource, 'kind'>;

interface Opened {
  readonly databaseKey: Uint8Array;
  readonly slots: readonly KeySlot[];
}

/**
 * Any source may open it; refuses with `wrong-passphrase` when none does, with `key-lost` where no passphrase could or
 * the file is damaged. The first one makes it; refuses with `passphrase-required` when there is none, and as `add` does.
 * Throws an UnreadableProfile where a newer Parley has written the file.
 */
export async function openKeyRing(folder: string, sources: readonly KeySource[]): Promise<Result<KeyRing>> {
  const path = join(folder, 'keys.json');
  const bytes = await readFileIfExists(path);
  if (bytes && isDamaged(bytes)) return refuse('key-lost');
  const stored = await readProfileFile(path, keySlots);
  const secrets = await Promise.all(sources.map(secretOf));
  const opened = stored ? await openSlots(stored.slots, secrets) : await makeSlots(folder, path, secrets);
  return opened.ok ? ok(keyRingOver(path, opened.value, secrets)) : opened;
}

const newer = z.object({ v: z.int().min(2) });

/** Damage takes the key with it. What a newer Parley has written is whole, and that one opens it. */
function isDamaged(stored: Uint8Array): boolean {
  try {
    const content: unknown = JSON.parse(textOf(stored));
    return !newer.safeParse(content).success && !keySlots.safeParse(content).success;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return true;
    throw error;
  }
}

async function openSlots(slots: readonly KeySlot[], secrets: readonly Secret[]): Promise<Result<Opened>> {
  for (const slot of slots) {
    const databaseKey = await openWithAny(slot, secrets);
    if (databaseKey) return ok({ databaseKey, slots });
  }
  // The user may know the right passphrase; a wrong key file or keychain entry has no alternative.
  const isOnceTyped = slots.some(({ kind }) => kind === 'passphrase' || kind === 'unknown');
  return refuse(isOnceTyped ? 'wrong-passphrase' : 'key-lost');
}

async function openWithAny(slot: KeySlot, secrets: readonly Secret[]): Promise<Uint8Array | undefined> {
  for (const secret of secrets) {
    const databaseKey = await openSlot(slot, secret);
    if (databaseKey) return databaseKey;
  }
  return undefined;
}

async function makeSlots(folder: string, path: string, [first]: readonly Secret[]): Promise<Result<Opened>> {
  if ((await readdir(folder)).some((name) => name.endsWith('.db'))) return refuse('key-lost');
  if (!first) return refuse('passphrase-required');
  const databaseKey = randomBytes(32);
  const made = await makeSlot(first, databaseKey);
  if (!made.ok) return made;
  const slots = [made.value];
  await writeSlots(path, slots);
  return ok({ databaseKey, slots });
}

async function makeSlot(secret: Secret, databaseKey: Uint8Array): Promise<Result<KeySlot>> {
  const fault = secret.kind === 'passphrase' ? faultOf(secret.passphrase) : undefined;
  return fault ?? ok(await sealSlot(secret, databaseKey));
}

/** The first line of a file has to be enough to open what a passphrase was chosen for. */
function faultOf(passphrase: string): Refusal | undefined {
  if (/[\r\n]/.test(passphrase)) return refuse('bad-request', { detail: 'a passphrase is a single line' });
  return weaknessOf(passphrase);
}

function writeSlots(path: string, slots: readonly KeySlot[]): Promise<void> {
  return writeJsonFile(path, z.encode(keySlots, { v: 1, slots }));
}

function keyRingOver(path: string, { databaseKey, slots }: Opened, secrets: readonly Secret[]): KeyRing {
  const queue = createQueue();
  let present = slots;

  async function change(next: readonly KeySlot[]): Promise<Result<Record<string, never>>> {
    await writeSlots(path, next);
    present = next;
    return ok({});
  }

  /** The engine can't know whether the user still remembers a passphrase. */
  async function usableOf(some: readonly KeySlot[]): Promise<readonly KeySlot[]> {
    const opens = (slot: KeySlot) => slot.kind === 'passphrase' || openWithAny(slot, secrets);
    const opened = await Promise.all(some.map(opens));
    return some.filter((_, at) => opened[at]);
  }

  async function list(): Promise<ResultOf<'keySlots'>> {
    const usable = await usableOf(present);
    return {
      slots: present.map((slot) => ({
        kind: slot.kind,
        usable: usable.includes(slot),
        removable: slot.kind !== 'unknown' && usable.some(({ kind }) => kind !== slot.kind),
      })),
      addable: [...new Set(['passphrase' as const, ...secrets.map(({ kind }) => kind)])],
    };
  }

  async function add(wanted: ParametersOf<'addKeySlot'>): Promise<Result<Record<string, never>>> {
    const secret = wanted.kind === 'passphrase' ? wanted : secrets.find(({ kind }) => kind === wanted.kind);
    if (!secret) return refuse('bad-request', { detail: `there is no ${wanted.kind} here` });
    const made = await makeSlot(secret, databaseKey);
    if (!made.ok) return made;
    const slot = made.value;
    return change([...present.filter(({ kind }) => kind !== slot.kind), slot]);
  }

  async function remove({ kind }: ParametersOf<'removeKeySlot'>): Promise<Result<Record<string, never>>> {
    const rest = present.filter((slot) => slot.kind !== kind);
    const usable = await usableOf(rest);
    return usable.length > 0 ? change(rest) : refuse('last-key-slot');
  }

  return {
    databaseKey,
    slots: () => queue.run(path, list),
    add: (wanted) => queue.run(path, () => add(wanted)),
    remove: (unwanted) => queue.run(path, () => remove(unwanted)),
    idle: queue.idle,
  };
}

async function secretOf(source: KeySource): Promise<Secret> {
  const secret = await source.secret();
  if (source.kind === 'passphrase') return { kind: source.kind, passphrase: textOf(secret) };
  return { kind: source.kind, key: secret };
}

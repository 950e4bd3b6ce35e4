// The local database's random 32-byte key, wrapped in slots as a disk's is: any one of them opens it, and what
// is on disk is never the key itself. A slot of a kind that this version doesn't know is kept as it is.
import { z } from 'zod';
import { BOX_OVERHEAD_BYTES } from '../../node/sealed-box.ts';
import { type Argon2Parameters, argon2Parameters } from '../../protocol/accounts.ts';
import { concat, lengthPrefixed, uint32, utf8 } from '../../protocol/bytes.ts';
import { deriveKey } from './argon2.ts';
import { openBox, sealBox } from './boxes.ts';
import { jsonBytes } from './json-bytes.ts';
import { type RandomSource, randomBytes } from './primitives.ts';

const SALT_BYTES = 32;
const box = jsonBytes(32 + BOX_OVERHEAD_BYTES);
/** Kinds of slots whose secret is 32 random bytes. */
const keyKinds = ['recovery-key', 'key-file', 'keychain'] as const;
const knownKinds: readonly string[] = ['passphrase', ...keyKinds];

const passphraseSlot = z.object({
  kind: z.literal('passphrase'),
  salt: jsonBytes(SALT_BYTES),
  argon2: argon2Parameters,
  box,
});
const keySlot = z.object({ kind: z.enum(keyKinds), box });
const unknownSlot = z.codec(
  z.looseObject({ kind: z.string().refine((kind) => !knownKinds.includes(kind)) }),
  z.object({ kind: z.literal('unknown'), stored: z.looseObject({ kind: z.string() }) }),
  { decode: (stored) => ({ kind: 'unknown' as const, stored }), encode: ({ stored }) => stored },
);

/** The JSON file: `parse` reads it, `encode` makes what is written. */
export const keySlots = z.object({
  v: z.literal(1),
  slots: z.array(z.union([passphraseSlot, keySlot, unknownSlot])).readonly(),
});
export type KeySlots = z.output<typeof keySlots>;
export type KeySlot = KeySlots['slots'][number];

/** What opens a slot of its kind; a key has 32 bytes. */
export type SlotSecret =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: (typeof keyKinds)[number]; readonly key: Uint8Array };

const LABEL = 'parley database key slot v1';
const ARGON2 = { memoryKiB: 65_536, iterations: 3, parallelism: 1 } as const;

/** A passphrase takes about a quarter of a second and must not be empty. */
export async function sealSlot(
  secret: SlotSecret,
  databaseKey: Uint8Array,
  random: RandomSource = randomBytes,
): Promise<KeySlot> {
  if (secret.kind !== 'passphrase') {
    return { kind: secret.kind, box: sealBox(secret.key, LABEL, utf8(secret.kind), databaseKey, random) };
  }
  const salt = random(SALT_BYTES);
  const key = await deriveKey(secret.passphrase, salt, ARGON2);
  const context = passphraseContext(salt, ARGON2);
  return {
    kind: 'passphrase',
    salt,
    argon2: ARGON2,
    box: sealBox(key, LABEL, context, databaseKey, random),
  };
}

/** The database key; undefined when the secret is another one or the slot of another kind. */
export async function openSlot(slot: KeySlot, secret: SlotSecret): Promise<Uint8Array | undefined> {
  if (slot.kind === 'unknown') return;
  if (slot.kind !== 'passphrase') {
    if (slot.kind !== secret.kind) return;
    return openBox(secret.key, LABEL, utf8(slot.kind), slot.box);
  }
  if (secret.kind !== 'passphrase' || secret.passphrase === '') return;
  const key = await deriveKey(secret.passphrase, slot.salt, slot.argon2);
  return openBox(key, LABEL, passphraseContext(slot.salt, slot.argon2), slot.box);
}

function passphraseContext(
  salt: Uint8Array,
  { memoryKiB, iterations, parallelism }: Argon2Parameters,
): Uint8Array<ArrayBuffer> {
  const parameters = concat(uint32(memoryKiB), uint32(iterations), uint32(parallelism));
  return concat(utf8('passphrase'), lengthPrefixed(salt), parameters);
}

// Looks for a secret in bytes, in every form that a careless program might have given it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes by the place where they were found. */
export type Places = ReadonlyMap<string, Buffer>;

/** Every file below the folders, by its path. */
export async function filesIn(...folders: readonly string[]): Promise<Places> {
  const files = new Map<string, Buffer>();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files.set(path, await readFile(path));
    }
  }
  return files;
}

/** Where a secret shows: as `place (form)`. */
export function tracesOf(secret: string | Uint8Array, places: Places): string[] {
  const forms = formsOf(Buffer.from(secret));
  return [...places].flatMap(([place, content]) =>
    forms.filter(({ bytes }) => content.includes(bytes)).map(({ name }) => `${place} (${name})`),
  );
}

interface Form {
  readonly name: string;
  readonly bytes: Buffer | string;
}

function formsOf(secret: Buffer): Form[] {
  const hexadecimal = secret.toString('hex');
  return [
    { name: 'as it is', bytes: secret },
    { name: 'UTF-16', bytes: Buffer.from(secret.toString(), 'utf16le') },
    { name: 'hexadecimal', bytes: hexadecimal },
    { name: 'hexadecimal', bytes: hexadecimal.toUpperCase() },
    ...(['base64', 'base64url'] as const).flatMap((encoding) =>
      [0, 1, 2].map((shift) => ({ name: encoding, bytes: encodedWithin(secret, encoding, shift) })),
    ),
  ];
}

/** Base64 of a secret within something longer, `shift` bytes behind a multiple of three: what its neighbours don't change. */
function encodedWithin(secret: Buffer, encoding: 'base64' | 'base64url', shift: number): string {
  const shifted = Buffer.concat([Buffer.alloc(shift), secret]);
  return shifted.toString(encoding).slice(Math.ceil((shift * 4) / 3), Math.floor((shifted.length * 4) / 3));
}

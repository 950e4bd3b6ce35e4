// Names come from outside. On disk each has one file name of safe letters, and no two share one, not even
// where the file system takes upper and lower case for the same.
import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const NAME_CHARACTERS = 320;
const FILE_NAME_CHARACTERS = 150;

export const BUCKETS = 256;

/** Throws a RangeError unless it is a well-formed string of 1 to 320 characters, room for an address and an id. */
export function checkName(name: string): void {
  if (name.length > 0 && name.length <= NAME_CHARACTERS && name.isWellFormed()) return;
  throw new RangeError(`a name has 1 to ${NAME_CHARACTERS} well-formed characters: ${JSON.stringify(name)}`);
}

/** What isn't lower case ASCII becomes `_` and hex, byte by byte; what then is too long, a digest behind `__`. */
export function fileNameOf(name: string): string {
  const encoded = name.replace(/[^a-z0-9-]/gu, (character) =>
    Buffer.from(character).toString('hex').replace(/../g, '_$&'),
  );
  return encoded.length <= FILE_NAME_CHARACTERS ? encoded : `__${hash('sha256', name)}`;
}

/** Two hexadecimal digits. */
export function bucketOf(partition: string): string {
  return bucketName(crc32(partition) % BUCKETS);
}

export function bucketName(bucket: number): string {
  return bucket.toString(16).padStart(2, '0');
}

/** The folder, two hexadecimal digits, in which a log's own folder lies. */
export function shelfOf(log: string): string {
  return hash('sha256', log).slice(0, 2);
}

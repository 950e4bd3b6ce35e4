// A small JSON file of the shell's own. One that can't be read is kept aside under another name and reported,
// never overwritten.
import { rename } from 'node:fs/promises';
import type { z } from 'zod';
import { readFileIfExists, writeFileAtomically } from '../node/atomic-file.ts';
import type { Logger } from './logger.ts';

export interface StoredFile<T> {
  read(): Promise<T | undefined>;
  /** Writes run one after another, in the order of the calls. */
  write(content: T): Promise<void>;
  /** Resolves once every write so far has finished or failed. */
  settled(): Promise<void>;
}

export function storedFile<T>(path: string, schema: z.ZodType<T>, logger: Logger): StoredFile<T> {
  let writing: Promise<void> = Promise.resolve();

  async function keepAside(error: unknown): Promise<undefined> {
    const kept = `${path}.unreadable-${Date.now()}`;
    await rename(path, kept);
    logger.warn({ error, kept }, 'a file could not be read and was kept aside');
    return undefined;
  }

  return {
    async read() {
      const stored = await readFileIfExists(path);
      if (!stored) return undefined;
      try {
        return schema.parse(JSON.parse(stored.toString('utf8')));
      } catch (error) {
        return keepAside(error);
      }
    },
    write(content) {
      const written = writing.then(() => writeFileAtomically(path, JSON.stringify(content)));
      writing = written.catch(() => undefined);
      return written;
    },
    settled: () => writing,
  };
}

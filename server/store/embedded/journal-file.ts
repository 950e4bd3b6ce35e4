// What the journal needs of a file: small, so that a test can put a failing one in its place.
import { open } from 'node:fs/promises';

export interface JournalFile {
  /** Returns how many bytes were written, which may be fewer. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** What has been written survives a power failure when this resolves. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenJournalFile = (path: string) => Promise<JournalFile>;

export async function openJournalFile(path: string): Promise<JournalFile> {
  const file = await open(path, 'r+');
  return {
    write: async (bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
    sync: () => file.datasync(),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  };
}

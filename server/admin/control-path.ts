import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isSystemError } from '../../node/atomic-file.ts';

/** Where a server's control channel is, unless that is too long for a socket's address. */
export function controlPath(dataFolder: string): string {
  const folder = resolve(dataFolder);
  if (process.platform !== 'win32') return join(folder, 'control');
  const name = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 32);
  return `\\\\.\\pipe\\parley-${name}`;
}

/** The longest address is 104 bytes on macOS and 108 on Linux, the terminating zero included. */
export function fitsSocketAddress(path: string): boolean {
  return Buffer.byteLength(path) < 104;
}

/** Says where the socket is when it could not be in the data folder. */
export function pathFile(dataFolder: string): string {
  return join(dataFolder, 'control-path');
}

/** Where to look for a running server's control channel. */
export async function findControlPath(dataFolder: string): Promise<string> {
  const path = controlPath(dataFolder);
  if (process.platform === 'win32' || fitsSocketAddress(path)) return path;
  try {
    return await readFile(pathFile(dataFolder), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return path;
    throw error;
  }
}

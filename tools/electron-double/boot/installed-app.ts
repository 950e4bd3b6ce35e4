import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAsar } from './asar.ts';

/**
 * The folder of the app that is packaged with this executable, or undefined. An archive is unpacked into a temporary
 * folder, which goes with the process: plain Node can't read inside one.
 */
export function installedApp(resourcesPath: string): string | undefined {
  const plain = join(resourcesPath, 'app');
  if (existsSync(plain)) return plain;
  const archive = join(resourcesPath, 'app.asar');
  if (!existsSync(archive)) return undefined;
  const parent = mkdtempSync(join(tmpdir(), 'electron-double-'));
  process.on('exit', () => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'app.asar');
  extractAsar(archive, folder);
  return folder;
}

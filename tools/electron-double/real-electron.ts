import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The executable in Electron's package, whose folder is given, or undefined before it has been downloaded. The
 * package names it, since it is another on each platform.
 */
export function findRealElectron(folder: string): string | undefined {
  const name = join(folder, 'path.txt');
  if (!existsSync(name)) return;
  const path = join(folder, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

import { globSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '../..');

const built = /^(?:node_modules|out|release|\.git|data|profiles)(?:\/|$)/;

/** Paths of all files that belong to the project, from its root on, with `/`. */
export function projectFiles(): readonly string[] {
  const exclude = (path: string) => built.test(path);
  return globSync('**/*.*', { cwd: projectRoot, exclude })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

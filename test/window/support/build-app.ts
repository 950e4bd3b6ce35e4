// Vitest's global set-up: the specs run what `npm run build` makes, built again when a source is newer.
import { existsSync, globSync, statSync } from 'node:fs';
import { buildAll } from '../../../main/build/build.ts';

const sources = ['main', 'renderer', 'engine', 'server', 'terminal', 'protocol', 'files'];
const results = [
  'out/main/main.js',
  'out/server/parley.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

export async function setup(): Promise<void> {
  if (!isBuilt()) await buildAll();
}

function isBuilt(): boolean {
  if (!results.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...results.map(changedAt));
  const files = sources.flatMap((room) => globSync(`${room}/**/*.{ts,tsx,css,html}`));
  return Math.max(...[...files, 'package-lock.json'].map(changedAt)) < oldest;
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs;
}

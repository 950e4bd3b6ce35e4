// Vitest's global set-up: the specs run what `npm run build` makes, built again when a source is newer.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const sources = [
  'main',
  'renderer',
  'view-models',
  'text',
  'shell',
  'engine',
  'server',
  'terminal',
  'protocol',
  'node',
];
const results = [
  'out/main/main.js',
  'out/server/parley.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

export function setup(): void {
  if (isBuilt()) return;
  // In a process of its own, as for a release: libraries behave otherwise under Vitest's NODE_ENV.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, ['main/build/build.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
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

// Turns the modules that run inside pages into script text: types stripped, imports and exports dropped, in the
// order in which they need each other. They import one another only, and no two share a top-level name.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { PageNames } from './page-globals.ts';

const shared = [
  '../clone/base64.ts',
  '../clone/encode.ts',
  '../clone/decode.ts',
  './bridge.ts',
  './new-windows.ts',
] as const;
const mainWorldModules = [...shared, './permission-hooks.ts', './main-world.ts'] as const;
const preloadWorldModules = [
  ...shared,
  './renderer-ports.ts',
  './ipc-renderer.ts',
  './page-watch.ts',
  './preload-world.ts',
] as const;

/** The script for the page's own world. */
export function mainWorldSource(names: PageNames): string {
  return inScope(mainWorldModules, `startMainWorld(${JSON.stringify(names)});`);
}

export interface PreloadScript {
  readonly path: string;
  readonly text: string;
}

/** The script for the preload's world; `process` is what the preload sees under that name. */
export function preloadWorldSource(
  names: PageNames,
  preload: PreloadScript | undefined,
  process: object,
): string {
  const settings = JSON.stringify({ names, preloadPath: preload?.path ?? '', process });
  const run = preload ? `function (require, module, exports, process) {${preload.text}\n}` : 'undefined';
  return inScope(preloadWorldModules, `startPreloadWorld(${settings}, ${run});`);
}

function inScope(modules: readonly string[], start: string): string {
  return `(() => {\n${modules.map(moduleText).join('\n')}\n${start}\n})();`;
}

function moduleText(path: string): string {
  const typed = readFileSync(new URL(path, import.meta.url), 'utf8');
  return stripTypeScriptTypes(typed)
    .replaceAll(/^import [^;]*;$/gm, '')
    .replaceAll(/^export /gm, '');
}

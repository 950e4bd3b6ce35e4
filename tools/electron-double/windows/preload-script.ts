import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { PreloadScript } from '../page/page-source.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
  readonly nodeIntegration?: boolean;
  readonly webSecurity?: boolean;
  readonly allowRunningInsecureContent?: boolean;
}

const insecure = {
  contextIsolation: false,
  sandbox: false,
  nodeIntegration: true,
  webSecurity: false,
  allowRunningInsecureContent: true,
} as const;

/** Throws for a page that would be less shut in than Electron's defaults: the double models no such page. */
export function refuseInsecure(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(insecure)) {
    if (Reflect.get(preferences, name) === value) {
      throw new Error(`electron double: webPreferences.${name} = ${value} is refused`);
    }
  }
}

/** Reads a preload script. A sandboxed one is CommonJS: an ES module is refused as Electron refuses it. */
export function readPreload(path: string | undefined): PreloadScript | undefined {
  if (path === undefined) return undefined;
  if (!isAbsolute(path)) throw new Error(`preload must be an absolute path: ${path}`);
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.mjs') && !/^\s*(import|export)\s/m.test(text)) return { path, text };
  const problem = 'SyntaxError: Cannot use import statement outside a module';
  return { path, text: `throw ${JSON.stringify(problem)};` };
}

/** What a sandboxed preload sees as `process`, beside what every renderer has. */
export function preloadProcess({ additionalArguments = [] }: WebPreferences): object {
  const { platform, arch, versions } = process;
  return { platform, arch, versions: { ...versions }, env: {}, argv: ['electron', ...additionalArguments] };
}

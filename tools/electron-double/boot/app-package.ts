import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface AppPackage {
  readonly appPath: string;
  readonly entry: string;
  readonly name: string;
  readonly version: string | undefined;
}

interface Manifest {
  readonly main?: string;
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
}

/** Finds what to run for the path that Electron was given: a main file, or a folder with a package.json. */
export function readAppPackage(path: string): AppPackage {
  const given = resolve(path);
  const isFile = /\.[cm]?js$/.test(given);
  const appPath = isFile ? dirname(given) : given;
  const manifest = readManifest(join(appPath, 'package.json'));
  return {
    appPath,
    entry: isFile ? given : join(appPath, manifest.main ?? 'index.js'),
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version,
  };
}

function readManifest(path: string): Manifest {
  // The app's own manifest, which npm has checked.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : {};
}

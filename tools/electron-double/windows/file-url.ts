import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadFileOptions } from 'electron';

/** The address of a file in the app's folder, as loadFile makes it. */
export function fileUrl(folder: string, path: string, { hash, query = {} }: LoadFileOptions = {}): string {
  const url = pathToFileURL(resolve(folder, path));
  if (hash !== undefined) url.hash = hash;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strict } from '../strict.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Electron's net.fetch: as the global one, and reads `file:` addresses as well. */
async function fetchAny(input: string | Request, init?: RequestInit): Promise<Response> {
  const url = typeof input === 'string' ? input : input.url;
  if (!url.startsWith('file:')) return fetch(input, init);
  const path = fileURLToPath(url);
  const headers = { 'content-type': contentTypes[extname(path)] ?? 'application/octet-stream' };
  return new Response(await readFile(path), { headers });
}

export const net = strict('net', { fetch: fetchAny, isOnline: () => true, online: true });

// `app://parley/` is the built renderer and nothing else: a page of this origin can only come out of the package.
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Protocol } from 'electron';
import { isSystemError } from '../../node/atomic-file.ts';
import { APP_ORIGIN } from '../../protocol/protocol.ts';

const SCHEME = new URL(APP_ORIGIN).protocol.slice(0, -1);
export const PAGE_URL = `${APP_ORIGIN}/index.html`;

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  // Text becomes markup or code nowhere, not even by mistake.
  "trusted-types 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** No built file has a name that would have to be decoded. */
const plainPath = /^[\w./-]+$/;

/** Must be called before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(SCHEME, ({ url }) => answer(url, folder));
}

async function answer(url: string, folder: string): Promise<Response> {
  const path = pathOf(url, folder);
  const type = path && contentTypes[extname(path)];
  const content = path && type ? await readIfThere(path) : undefined;
  if (!content || !type) return new Response(undefined, { status: 404 });
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
    },
  });
}

function pathOf(url: string, folder: string): string | undefined {
  const { protocol, host, pathname } = new URL(url);
  if (`${protocol}//${host}` !== APP_ORIGIN) return undefined;
  if (!plainPath.test(pathname)) return undefined;
  const path = join(folder, pathname);
  return path.startsWith(folder + sep) ? path : undefined;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EISDIR')) return undefined;
    throw error;
  }
}

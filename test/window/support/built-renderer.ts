// Serves the built window as the app's own scheme does: its files, and the content security policy.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { contentSecurityPolicy } from '../../../main/window/app-scheme.ts';

const folder = fileURLToPath(new URL('../../../out/renderer', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Runs until the test ends. Returns the page's URL. */
export async function serveRenderer(): Promise<string> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(url === '/' ? '/index.html' : url);
    const content = await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(content ? 200 : 404, {
      'content-type': types[extname(path)] ?? 'text/plain',
      'content-security-policy': contentSecurityPolicy,
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return `http://127.0.0.1:${port}/`;
}

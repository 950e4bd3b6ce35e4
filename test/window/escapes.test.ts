// The other half of the confinement's story: where nothing confines the page, each of these does get out.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { browser } from './support/browser.ts';
import { escapes } from './support/escapes.ts';
import { startTrap } from './support/trap.ts';

/** An empty page without any policy. Returns its address. */
async function serveOpenPage(): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><body>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return `http://127.0.0.1:${port}/`;
}

test.each(escapes)('$name', async ({ attempt }) => {
  const { visits, ...to } = await startTrap();
  const context = await (await browser()).newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(await serveOpenPage());
  attempt(page, to);
  await expect.poll(visits, { timeout: 5_000 }).not.toEqual([]);
});

// The Chromium that the window's tests drive: one that is there, else Playwright's own.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { afterAll } from 'vitest';

const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'];

let launched: Promise<Browser> | undefined;

/** One for all tests of a file; it is closed after them. */
export function browser(): Promise<Browser> {
  const executablePath = installed.find((path) => existsSync(path));
  launched ??= chromium.launch({ ...(executablePath && { executablePath }) });
  return launched;
}

afterAll(async () => {
  await (await launched)?.close();
});

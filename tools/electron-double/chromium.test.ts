import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium } from './chromium.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('the Chromium that is named is the one', () => {
  expect(findChromium({ PARLEY_CHROMIUM: '/somewhere/chromium' })).toBe('/somewhere/chromium');
});

test("Playwright's headless shell comes before its Chromium", async () => {
  const browsers = await temporaryFolder();
  const shell = join(browsers, 'chromium_headless_shell-1', 'chrome-headless-shell-linux64');
  const full = join(browsers, 'chromium-1', 'chrome-linux64');
  for (const [folder, name] of [
    [full, 'chrome'],
    [shell, 'chrome-headless-shell'],
  ] as const) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  expect(findChromium({ PLAYWRIGHT_BROWSERS_PATH: browsers })).toBe(join(shell, 'chrome-headless-shell'));
});

// Finds a Chromium for the double, and brings one where it may. The headless shell comes first wherever there
// is a choice: it starts in half the time, and its pages are exactly as large as their windows.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const systemPaths = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
] as const;

const downloadPatterns = [
  'chromium_headless_shell-*/*/*headless*shell{,.exe}',
  'chromium-*/chrome-linux*/chrome',
];

/** Where Playwright keeps its downloads, below the home folder. */
const downloadFolders: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Library/Caches/ms-playwright',
  win32: 'AppData/Local/ms-playwright',
};

/** The absolute path of a Chromium that is on this machine, or undefined. `PARLEY_CHROMIUM` overrules the search. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.PARLEY_CHROMIUM) return environment.PARLEY_CHROMIUM;
  const browsers =
    environment.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), downloadFolders[process.platform] ?? '.cache/ms-playwright');
  // One pattern after the other: within one call the matches come in no order.
  const downloaded = downloadPatterns.flatMap((pattern) => globSync(join(browsers, pattern)));
  return [...downloaded, ...systemPaths].find((path) => existsSync(path));
}

/** As findChromium; else downloads Playwright's, else installs Debian's when root. Throws what to do by hand. */
export function provideChromium(): string {
  const failures: unknown[] = [];
  for (const bring of [undefined, downloadWithPlaywright, installDebianPackage]) {
    try {
      bring?.();
    } catch (error) {
      failures.push(error);
    }
    const found = findChromium();
    if (found) return found;
  }
  throw new AggregateError(
    failures,
    'No Chromium: install one (Debian: apt-get install chromium-headless-shell; others: npx playwright install ' +
      '--only-shell chromium) or name one in PARLEY_CHROMIUM.',
  );
}

function downloadWithPlaywright(): void {
  const command = createRequire(import.meta.url).resolve('@playwright/test/cli');
  execFileSync(process.execPath, [command, 'install', '--only-shell', 'chromium'], {
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
    stdio: 'pipe',
    timeout: 180_000,
  });
}

function installDebianPackage(): void {
  if (process.getuid?.() !== 0) throw new Error('only root can install a package');
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const;
  // Test files run side by side: the second waits for the first one's installation.
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  execFileSync('apt-get', [...wait, 'update'], options);
  execFileSync(
    'apt-get',
    [...wait, 'install', '--yes', '--no-install-recommends', 'chromium-headless-shell'],
    options,
  );
}

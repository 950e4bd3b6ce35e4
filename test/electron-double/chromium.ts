// Finds a Chromium for the double, and brings one where it may. The headless shell comes first wherever there
// is a choice: it starts in half the time, and its pages are exactly as large as their windows.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const systemPaths = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
] as const;

const downloadPatterns = ['chromium_headless_shell-*/*/*headless*shell', 'chromium-*/chrome-linux*/chrome'];

/** The absolute path of a Chromium that is on this machine, or undefined. `PARLEY_CHROMIUM` overrules the search. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.PARLEY_CHROMIUM) return environment.PARLEY_CHROMIUM;
  const browsers = environment.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  // One pattern after the other: within one call the matches come in no order.
  const downloaded = downloadPatterns.flatMap((pattern) => globSync(join(browsers, pattern)));
  return [...downloaded, ...systemPaths].find((path) => existsSync(path));
}

/** As findChromium; else downloads Playwright's, else installs Debian's when root. Throws what to do by hand. */
export function provideChromium(): string {
  const found = findChromium() ?? afterwards(downloadWithPlaywright) ?? afterwards(installDebianPackage);
  if (found) return found;
  throw new Error(
    'No Chromium: install one (Debian: apt-get install chromium-headless-shell; others: npx playwright install ' +
      '--only-shell chromium) or name one in PARLEY_CHROMIUM.',
  );
}

function afterwards(install: () => void): string | undefined {
  try {
    install();
  } catch (error) {
    process.stderr.write(`${install.name}: ${error instanceof Error ? error.message : error}\n`);
  }
  return findChromium();
}

function downloadWithPlaywright(): void {
  execFileSync('npx', ['playwright', 'install', '--only-shell', 'chromium'], {
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

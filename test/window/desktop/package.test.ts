import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { expect, test } from 'vitest';
import { isRealElectron } from '../../electron-double/electron-double.ts';
import { startHome } from '../../support/home.ts';
import { startApp } from '../support/desktop-app.ts';
import { FUSE_MARK, packUnpacked } from '../support/unpacked-package.ts';
import { signUp } from './people.ts';

/**
 * In Electron's order: not as Node, encrypted cookies, no NODE_OPTIONS, no inspector, a checked archive and only
 * that, one V8 snapshot, no privileges for files, and what comes after as Electron sets it.
 */
const FUSES = '010011001';

/** What every build, or every machine, names anew. */
const hash = /-[\w-]{8}\.(js|css)$/;
const architecture = /linux-[a-z0-9]+-gnu/;

function nameOf(path: string): string {
  return path.replace(hash, '-*.$1').replace(architecture, 'linux-*-gnu');
}

test.skipIf(isRealElectron)('the package holds what it needs, nothing else, and runs', async () => {
  const package_ = await packUnpacked();
  const archive = join(package_, 'resources', 'app.asar');
  const files = listPackage(archive, { isPack: false }).map((path) => nameOf(path));
  expect([...new Set(files)].sort()).toMatchSnapshot('app.asar');
  const beside = globSync('**', { cwd: package_, exclude: (path) => path.startsWith('part-') });
  expect(beside.map(nameOf).sort()).toMatchSnapshot('beside it');
  const manifest = JSON.parse(String(extractFile(archive, 'package.json')));
  expect(manifest.main).toBe('out/main/main.js');

  const executable = join(package_, 'parley');
  expect(await readFile(executable, 'latin1')).toContain(`${FUSE_MARK}\u0001\u0009${FUSES}`);

  const home = await startHome();
  const { page, electron } = await startApp({ executable });
  expect(await electron.evaluate(({ app }) => app.isPackaged)).toBe(true);
  await signUp(page, home, 'alice');
  await page.getByText('Connected').waitFor();
});

import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import type { Page } from '@playwright/test';
import { expect, test } from 'vitest';
import { isRealElectron } from '../../../tools/electron-double/electron-double.ts';
import { startHome } from '../../support/home.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startApp } from '../support/desktop-app.ts';
import { windowDoes, windowIs } from '../support/desktop-watch.ts';
import { withTray } from '../support/tray-host.ts';
import { FUSE_MARK, packUnpacked } from '../support/unpacked-package.ts';
import { signUp } from './people.ts';

/**
 * In Electron's order: not as Node, encrypted cookies, no NODE_OPTIONS, no inspector, a checked archive and only
 * that, one V8 snapshot, no privileges for files, and what comes after as Electron sets it.
 */
const FUSES = '010011001';

/** What every build, or every machine, names anew; which parts are shared is the bundler's to find. */
const hash = /-[\w-]{8}\.(js|css)$/;
const shared = /part-.*\.js$/;
const architecture = /linux-\w+\.node$/;

function nameOf(path: string): string {
  return path.replace(shared, 'part-*.js').replace(hash, '-*.$1').replace(architecture, 'linux-*.node');
}

async function openAutostart(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Startup' }).click();
}

const inTray = { name: 'Start Parley in the tray', checked: true };

async function startsHidden(page: Page, entry: string, executable: string): Promise<void> {
  await openAutostart(page);
  await page.getByText(inTray.name).click();
  await page.getByRole('radio', inTray).waitFor();
  expect(await readFile(entry, 'utf8')).toContain(`Exec="${executable}" "--at-sign-in"`);
}

async function startsNoMore(page: Page, entry: string): Promise<void> {
  await openAutostart(page);
  await page.getByRole('radio', inTray).waitFor();
  await page.getByText('Don’t start Parley').click();
  await expect.poll(() => existsSync(entry)).toBe(false);
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
  expect(manifest.desktopName).toBe('parley.desktop');

  const executable = join(package_, 'parley');
  expect(await readFile(executable, 'latin1')).toContain(`${FUSE_MARK}\u0001\u0009${FUSES}`);

  const home = await startHome();
  const config = await temporaryFolder();
  const packaged = { executable, env: { XDG_CONFIG_HOME: config } };
  const { page, electron, options, quit } = await startApp(packaged);
  expect(await electron.evaluate(({ app }) => app.isPackaged)).toBe(true);
  await signUp(page, home, 'alice');
  await page.getByText('Connected').waitFor();
  await startsHidden(page, join(config, 'autostart', 'parley.desktop'), executable);
  await windowDoes(electron, 'maximize');
  await quit();

  const hidden = { userData: options.userData, args: ['--at-sign-in'], hidden: true };
  const again = await startApp({ ...packaged, ...hidden, env: { ...packaged.env, ...(await withTray()) } });
  await again.page.getByText('Connected').waitFor();
  expect(await windowIs(again.electron)).toMatchObject({ visible: false });
  await startsNoMore(again.page, join(config, 'autostart', 'parley.desktop'));
});

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closeElectron, isRealElectron, launchElectron } from '../electron-double.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { packAsar } from './pack-asar.ts';

const double = join(import.meta.dirname, '..');

test.skipIf(isRealElectron)('a packaged app runs from its archive, under its own executable', async () => {
  const folder = await temporaryFolder();
  const executable = join(folder, 'fixture-app');
  cpSync(join(double, 'electron'), executable);
  mkdirSync(join(folder, 'resources'));
  packAsar(join(double, 'fixture'), join(folder, 'resources', 'app.asar'));
  const application = await launchElectron({ executable, userData: await temporaryFolder() });
  const seen = await application.evaluate(({ app }) => ({
    isPackaged: app.isPackaged,
    name: app.getName(),
    executable: app.getPath('exe'),
    file: fixtureFile('page.html'),
  }));
  await closeElectron(application);
  expect(seen).toEqual({
    isPackaged: true,
    name: 'Fixture',
    executable,
    file: expect.stringMatching(/app\.asar\/page\.html$/),
  });
});

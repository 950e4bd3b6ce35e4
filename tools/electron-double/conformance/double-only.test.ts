// What only the double can be asked: keyrings on demand, a record of calls, and its refusal of the unmodelled.
import { expect, test } from 'vitest';
import { closeElectron, isRealElectron, launchElectron } from '../electron-double.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { useFixture } from './fixture-app.ts';

const fixture = useFixture();

test.skipIf(isRealElectron)('what is not modelled throws its name', async () => {
  const { application } = fixture;
  const asked = (read: string) =>
    application.evaluate((electron, path) => {
      try {
        return path.split('.').reduce((part: object, key) => Reflect.get(part, key), electron) === undefined;
      } catch (error) {
        return String(error);
      }
    }, read);
  expect(await asked('autoUpdater')).toContain('electron.autoUpdater is not modelled');
  expect(await asked('app.getGPUInfo')).toContain('App.getGPUInfo is not modelled');
  expect(await asked('shell.trashItem')).toContain('shell.trashItem is not modelled');
  expect(await asked('BrowserWindow.addDevToolsExtension')).toContain('is not modelled');
  expect(await asked('app.dock')).toBe(true);
});

test.skipIf(isRealElectron)('what the app asked of the desktop is recorded', async () => {
  const calls = await fixture.application.evaluate(async (electron) => {
    await electron.shell.openExternal('https://example.org/');
    electron.app.setBadgeCount(3);
    electron.app.setAsDefaultProtocolClient('parley');
    return Reflect.get(electron, 'doubleCalls');
  });
  expect(calls).toEqual([
    { name: 'shell.openExternal', args: ['https://example.org/'] },
    { name: 'app.setBadgeCount', args: [3] },
    { name: 'app.setAsDefaultProtocolClient', args: ['parley', undefined, undefined] },
  ]);
});

test.skipIf(isRealElectron).each([
  { keyring: 'basic_text', backend: 'basic_text', plain: true },
  { keyring: 'unavailable', backend: 'unknown', plain: false },
])(
  'a $keyring keyring encrypts nothing unless plain text was asked for',
  async ({ keyring, backend, plain }) => {
    const env = { ELECTRON_DOUBLE_SAFE_STORAGE: keyring };
    const application = await launchElectron({ ...fixture.options, userData: await temporaryFolder(), env });
    const seen = await application.evaluate(({ safeStorage }) => {
      const before = safeStorage.isEncryptionAvailable();
      safeStorage.setUsePlainTextEncryption(true);
      const after = safeStorage.isEncryptionAvailable();
      return { before, after, backend: safeStorage.getSelectedStorageBackend() };
    });
    expect(seen).toEqual({ before: false, after: plain, backend });
    await closeElectron(application);
  },
);

test.skipIf(isRealElectron)('insecure pages are refused', async () => {
  const problem = await fixture.application.evaluate(({ BrowserWindow }) => {
    try {
      return new BrowserWindow({ webPreferences: { nodeIntegration: true } }).id;
    } catch (error) {
      return String(error);
    }
  });
  expect(problem).toContain('webPreferences.nodeIntegration = true is refused');
});

// On Linux a desktop knows by one name what belongs together: the installed entry, the windows, the badge on the
// icon, and what links open. Electron takes it from package.json's `desktopName`, electron-builder writes the entry.
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

interface Entry {
  readonly fileName: string;
  readonly lines: Readonly<Record<string, string>>;
}

/** As electron-builder makes it for every target that is installed. Its types leave out what is asked here. */
async function installedEntry(): Promise<Entry> {
  const builder = createRequire(import.meta.resolve('electron-builder'));
  const load = (path: string) => builder(`app-builder-lib${path}`);
  const { Packager } = load('');
  const { LinuxPackager } = load('/out/linuxPackager.js');
  const { LinuxTargetHelper } = load('/out/targets/LinuxTargetHelper.js');
  const packager = new Packager({ projectDir: process.cwd() });
  await packager.validateConfig();
  const linux = new LinuxPackager(packager);
  const helper = new LinuxTargetHelper(linux);
  const text: string = await helper.computeDesktopEntry(linux.platformSpecificBuildOptions);
  const lines = text.split('\n').flatMap((line) => [/^(\w+)=(.*)$/.exec(line)?.slice(1) ?? []]);
  return { fileName: `${helper.getDesktopFileName()}.desktop`, lines: Object.fromEntries(lines) };
}

test('the desktop entry, the windows’ class, the badge and the handler of links have one name', async () => {
  const { fileName, lines } = await installedEntry();
  // What the badge and the links' handler are set for, and as which class Electron opens windows.
  expect(packageJson.desktopName).toBe('parley.desktop');
  expect(fileName).toBe(packageJson.desktopName);
  expect(`${lines.StartupWMClass}.desktop`).toBe(packageJson.desktopName);
  expect(lines.MimeType).toBe('x-scheme-handler/parley;');
  expect(lines.Exec).toMatch(/\/parley %U$/);
});

// The Linux package as electron-builder makes it, before it is wrapped up, with the double in Electron's place.
import { execFile } from 'node:child_process';
import { appendFile, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../..');
const electronDouble = join(root, 'tools/electron-double/electron');

/** @electron/fuses finds its switches behind this mark, here in a comment of a shell script. */
export const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseWire = `# ${FUSE_MARK}\u0001\u0009101110001\n`;

/** Packs the built app. Returns the folder, which is removed when the running test ends. */
export async function packUnpacked(): Promise<string> {
  const folder = await temporaryFolder();
  const electronDist = join(folder, 'electron');
  await mkdir(electronDist);
  await copyFile(electronDouble, join(electronDist, 'electron'));
  await appendFile(join(electronDist, 'electron'), fuseWire);
  const output = join(folder, 'release');
  await promisify(execFile)(
    join(root, 'node_modules/.bin/electron-builder'),
    ['--linux', 'dir', `-c.electronDist=${electronDist}`, `-c.directories.output=${output}`],
    { cwd: root, env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` } },
  );
  return join(output, 'linux-unpacked');
}

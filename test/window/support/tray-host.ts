import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** On Linux an environment in which `gdbus` reports that tray icons are shown; elsewhere they always are. */
export async function withTray(): Promise<Readonly<Record<string, string>>> {
  if (process.platform !== 'linux') return {};
  const folder = await temporaryFolder();
  const gdbus = join(folder, 'gdbus');
  await writeFile(gdbus, "#!/bin/sh\necho '(<true>,)'\n");
  await chmod(gdbus, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

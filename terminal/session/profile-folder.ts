// Where the terminal client keeps its profiles, unless --profile says so: a folder for each server, where the system has data.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isSystemError } from '../../node/atomic-file.ts';

/** Named after the server, with the characters that file systems don't take replaced. */
export function defaultProfileFolder(url: string, environment: NodeJS.ProcessEnv): string {
  const name = url.replace(/^https?:\/\//, '').replaceAll(/[^a-z0-9.-]+/gi, '_');
  return join(profilesFolder(environment), name);
}

export function profilesFolder(environment: NodeJS.ProcessEnv): string {
  return join(dataFolder(environment), 'terminal');
}

/** The folders in which there is a profile. */
export function listProfileFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  const within = profilesFolder(environment);
  return namesIn(within)
    .toSorted()
    .map((name) => join(within, name))
    .filter(isProfile);
}

export function isProfile(folder: string): boolean {
  return existsSync(join(folder, 'profile.json'));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

function dataFolder({ XDG_DATA_HOME, APPDATA }: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Parley');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Parley');
    default:
      return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'parley');
  }
}

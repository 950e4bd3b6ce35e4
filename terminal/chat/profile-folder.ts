// Where the terminal client keeps its profiles, unless --profile says so: a folder for each server, where the system has data.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Named after the server, with the characters that file systems don't take replaced. */
export function defaultProfileFolder(url: string, environment: NodeJS.ProcessEnv): string {
  const name = url.replace(/^https?:\/\//, '').replaceAll(/[^a-z0-9.-]+/gi, '_');
  return join(dataFolder(environment), 'terminal', name);
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

import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const homeFolders = ['desktop', 'documents', 'downloads', 'music', 'pictures', 'videos'] as const;

/** app.getPath's names, as Electron resolves them on Linux. */
export class AppPaths {
  readonly #set = new Map<string, string>();
  readonly #appName: () => string;
  readonly #executable: string;

  constructor(appName: () => string, executable: string) {
    this.#appName = appName;
    this.#executable = executable;
  }

  get(name: string): string {
    const path = this.#set.get(name) ?? this.#known(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  set(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    mkdirSync(path, { recursive: true });
    this.#set.set(name, path);
  }

  #known(name: string): string | undefined {
    switch (name) {
      case 'home':
        return homedir();
      case 'temp':
        return tmpdir();
      case 'appData':
        return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
      case 'userData':
        return join(this.get('appData'), this.#appName());
      case 'sessionData':
        return this.get('userData');
      case 'logs':
        return join(this.get('userData'), 'logs');
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad');
      case 'exe':
      case 'module':
        return this.#executable;
    }
    const folder = homeFolders.find((known) => known === name);
    return (
      folder &&
      join(
        homedir(),
        folder.replace(/^./, (letter) => letter.toUpperCase()),
      )
    );
  }
}

import { resolve } from 'node:path';
import { StrictEmitter } from '../strict.ts';
import { AppPaths } from './app-paths.ts';
import { CommandLine } from './command-line.ts';

export interface AppIdentity {
  readonly appPath: string;
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
  readonly executable: string;
  readonly argv: readonly string[];
}

/** What an app knows of itself: names, folders, command line. */
export class AppInformation extends StrictEmitter {
  name: string;
  readonly isPackaged: boolean;
  readonly commandLine: CommandLine;
  /** There is no dock on Linux. */
  readonly dock = undefined;
  readonly #identity: AppIdentity;
  readonly #paths: AppPaths;

  constructor(identity: AppIdentity) {
    super();
    this.#identity = identity;
    this.name = identity.name;
    this.isPackaged = identity.isPackaged;
    this.commandLine = new CommandLine(identity.argv);
    this.#paths = new AppPaths(() => this.name, identity.executable);
    const userData = this.commandLine.getSwitchValue('user-data-dir');
    if (userData !== '') this.setPath('userData', resolve(userData));
  }

  getAppPath(): string {
    return this.#identity.appPath;
  }

  getVersion(): string {
    return this.#identity.version;
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getLocale(): string {
    return this.commandLine.getSwitchValue('lang') || 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }

  getPath(name: string): string {
    return this.#paths.get(name);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  setAppLogsPath(path = this.getPath('logs')): void {
    this.setPath('logs', path);
  }
}

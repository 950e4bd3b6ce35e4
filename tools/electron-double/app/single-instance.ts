// One instance per profile. The first holds a file with its process id; a later one leaves its command line in a
// folder that the first watches, and gets no lock. Synchronous, as requestSingleInstanceLock is.
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface SecondInstance {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

export class SingleInstance {
  readonly #lock: string;
  readonly #letters: string;
  #watcher: FSWatcher | undefined;

  constructor(profile: string) {
    this.#lock = join(profile, 'double-instance.pid');
    this.#letters = join(profile, 'double-second-instances');
    mkdirSync(this.#letters, { recursive: true });
  }

  get isHeld(): boolean {
    return this.#watcher !== undefined;
  }

  /** True when this process is the first; from then on `onSecond` is called for each later one. Else hands `mine` over. */
  acquire(mine: SecondInstance, onSecond: (other: SecondInstance) => void): boolean {
    if (this.isHeld) return true;
    if (!this.#take()) {
      this.#leaveLetter(mine);
      return false;
    }
    this.#watcher = watch(this.#letters, () => this.#readLetters(onSecond)).unref();
    this.#readLetters(onSecond);
    return true;
  }

  release(): void {
    if (!this.isHeld) return;
    this.#watcher?.close();
    this.#watcher = undefined;
    rmSync(this.#lock, { force: true });
  }

  #take(): boolean {
    try {
      writeFileSync(this.#lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    // Held, as long as its holder lives.
    if (isAlive(Number(readFileSync(this.#lock, 'utf8')))) return false;
    rmSync(this.#lock, { force: true });
    return this.#take();
  }

  #leaveLetter(letter: SecondInstance): void {
    const path = join(this.#letters, `${process.pid}-${Date.now()}`);
    writeFileSync(`${path}.part`, JSON.stringify(letter));
    renameSync(`${path}.part`, `${path}.json`);
  }

  #readLetters(onSecond: (other: SecondInstance) => void): void {
    for (const name of readdirSync(this.#letters).filter((file) => file.endsWith('.json'))) {
      const path = join(this.#letters, name);
      // Written by #leaveLetter of another process of this same program.
      const letter = JSON.parse(readFileSync(path, 'utf8')) as SecondInstance;
      rmSync(path);
      onSecond(letter);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

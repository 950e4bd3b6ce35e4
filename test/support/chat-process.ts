// `parley chat` in a pipe, and the person at it: types lines, and waits for what is shown.
import { beforeDeadline, type ParleyProcess, spawnParley } from './rpc-process.ts';

export class ChatProcess {
  readonly process: ParleyProcess;
  #seen = 0;

  constructor(server: string, profile: string) {
    this.process = spawnParley(['chat', server, '--profile', profile], { LANG: 'en_GB.UTF-8', LC_ALL: '' });
  }

  type(line: string): void {
    this.process.child.stdin.write(`${line}\n`);
  }

  /** Waits until it has been shown, below what was waited for before. */
  async shows(text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      const at = this.process.stdout().indexOf(text, this.#seen);
      if (at < 0) return;
      this.#seen = at + text.length;
      this.process.child.stdout.off('data', look);
      resolve();
    };
    this.process.child.stdout.on('data', look);
    look();
    const after = () => `“${text}” was shown, after:\n${this.process.stdout().slice(this.#seen)}`;
    await beforeDeadline(this.process, promise, after);
  }
}

import { Writable } from 'node:stream';

/** What readline draws on: the terminal, or nothing while a secret is typed. */
export class PromptOutput extends Writable {
  readonly #terminal: NodeJS.WriteStream | undefined;
  muted = false;

  constructor(terminal: NodeJS.WriteStream | undefined) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    terminal?.on('resize', () => this.emit('resize'));
  }

  get columns(): number {
    return this.#terminal?.columns ?? 80;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    if (!this.muted) this.#terminal?.write(chunk);
    done();
  }
}

// A terminal line by line: what comes in is printed above the prompt, and what is being typed stays as it is. Without a terminal
// it is lines in and lines out.
import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import { Readable } from 'node:stream';
import { drawn, type Line, type Paint, paintFor } from './line.ts';
import { Pastes } from './pastes.ts';
import { PromptOutput } from './prompt-output.ts';
import { bracketedPaste, type Typed, TypedInput } from './typed-input.ts';

export interface ScreenOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly plain: boolean;
  readonly pasteMark: (nth: number, lines: number, characters: number) => string;
}

export interface TypedLine {
  /** As it stood in the prompt. */
  readonly typed: string;
  readonly text: string;
}

/**
 * `editing`: readline draws the prompt. `cooked`: the terminal itself echoes what is typed, as one that can't move its cursor
 * does. `pipe`: no one types.
 */
type Mode = 'editing' | 'cooked' | 'pipe';

export class Screen {
  readonly paint: Paint;
  readonly mode: Mode;
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #terminal: NodeJS.WriteStream | undefined;
  readonly #output: PromptOutput;
  readonly #keys = new Readable({ read: () => undefined });
  readonly #readline: Interface;
  readonly #pastes: Pastes;
  readonly #lines: TypedLine[] = [];
  #waiting: ((line: TypedLine | undefined) => void) | undefined;
  #closed = false;
  #prompt = '';
  /** Rows of the last typed line, until something is printed below it. */
  #echoRows: number | undefined;
  #isPromptShown = false;
  #complete: (line: string) => readonly string[] = () => [];

  constructor({ stdin, stdout, stderr, plain, pasteMark }: ScreenOptions) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#terminal = [stdout, stderr].find(({ isTTY }) => isTTY);
    this.mode = !stdin.isTTY ? 'pipe' : process.env.TERM === 'dumb' ? 'cooked' : 'editing';
    this.paint = paintFor(stdout, plain);
    this.#pastes = new Pastes(pasteMark);
    this.#output = new PromptOutput(this.mode === 'editing' ? this.#terminal : undefined);
    this.#readline = this.mode === 'editing' ? this.#edit() : createInterface({ input: stdin });
    this.#readline.on('line', (typed) => this.#take(typed));
    this.#readline.on('close', () => this.close());
    // A reader that goes away is a way of saying goodbye.
    stdout.on('error', () => this.close());
  }

  get columns(): number {
    return this.#terminal?.columns ?? 80;
  }

  #edit(): Interface {
    const input = new TypedInput();
    this.#stdin.setRawMode(true);
    this.#stdin.on('data', (chunk: Buffer) => {
      for (const typed of input.take(chunk)) this.#type(typed);
    });
    this.#stdin.on('end', () => this.close());
    this.#terminal?.write(bracketedPaste.on);
    const readline = createInterface({
      input: this.#keys,
      output: this.#output,
      terminal: true,
      completer: (line: string) => [this.#output.muted ? [] : this.#complete(line), line],
    });
    readline.on('SIGINT', () => this.close());
    readline.on('history', (history: string[]) => {
      // Neither secrets nor answers to questions.
      if (!this.#keepsHistory) history.shift();
    });
    return readline;
  }

  #keepsHistory = true;

  #type(typed: Typed): void {
    if (this.#closed) return;
    switch (typed.kind) {
      case 'keys':
        this.#keys.push(typed.text);
        return;
      case 'run':
        this.#readline.write(typed.text.replace(/\p{Cc}/gu, ''));
        return;
      case 'paste':
        this.#readline.write(this.#output.muted ? typed.text.trim() : this.#pastes.shown(typed.text));
        return;
      case 'enter':
        // To its end, where its rows can be counted.
        this.#readline.write(null, { ctrl: true, name: 'e' });
        this.#echoRows = this.#readline.getCursorPos().rows + 1;
        this.#readline.write(null, { name: 'return' });
        return;
      default:
        typed satisfies never;
    }
  }

  #take(typed: string): void {
    this.#isPromptShown = false;
    const line = { typed, text: this.#pastes.expanded(typed) };
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting(line);
    else this.#lines.push(line);
  }

  /** Offers whole lines for a beginning of one. */
  completeWith(complete: (line: string) => readonly string[]): void {
    this.#complete = complete;
  }

  setPrompt(parts: Line): void {
    const prompt = drawn(parts, this.paint);
    if (prompt === this.#prompt) return;
    this.#prompt = prompt;
    // Elsewhere the old one stays until something is printed.
    if (this.#waiting && this.mode === 'editing') this.#showPrompt();
  }

  #showPrompt(): void {
    if (this.#closed || this.mode === 'pipe') return;
    if (this.mode === 'editing') {
      this.#readline.setPrompt(this.#prompt);
      if (this.#output.muted) this.#terminal?.write(`\r\u001b[K${this.#prompt}`);
      else this.#readline.prompt(true);
      return;
    }
    if (this.#isPromptShown) this.#terminal?.write('\n');
    this.#terminal?.write(this.#prompt);
    this.#isPromptShown = true;
  }

  /** Undefined once there is no more input. */
  async readLine(): Promise<TypedLine | undefined> {
    const waiting = this.#lines.shift();
    if (waiting || this.#closed) return waiting;
    const { promise, resolve } = Promise.withResolvers<TypedLine | undefined>();
    this.#waiting = resolve;
    this.#showPrompt();
    return promise;
  }

  /** The answer to a question, which stands in the prompt's place. Undefined once there is no more input. */
  async ask(question: string): Promise<string | undefined> {
    const before = this.#prompt;
    this.#keepsHistory = false;
    this.#echoRows = undefined;
    this.#prompt = `${question} `;
    if (this.mode === 'pipe') this.#stdout.write(`${question}\n`);
    try {
      return (await this.readLine())?.text.trim();
    } finally {
      this.#keepsHistory = true;
      this.#prompt = before;
    }
  }

  /** The same, without showing what is typed. */
  async askSecret(question: string): Promise<string | undefined> {
    const giveUp = (chunk: Buffer) => {
      if (chunk.includes(0x03)) this.close();
    };
    this.#output.muted = true;
    if (this.mode === 'cooked') this.#stdin.setRawMode(true).on('data', giveUp);
    try {
      const secret = await this.ask(question);
      return this.mode === 'cooked' ? withoutErased(secret) : secret;
    } finally {
      if (this.mode === 'cooked') this.#stdin.setRawMode(false).off('data', giveUp);
      if (this.mode !== 'pipe') this.#terminal?.write('\n');
      this.#output.muted = false;
    }
  }

  print(lines: readonly Line[]): void {
    const columns = this.#stdout.isTTY ? this.columns : undefined;
    const text = lines.map((one) => `${drawn(one, this.paint, columns)}\n`).join('');
    if (text !== '') this.#write(text);
  }

  #write(text: string): void {
    this.#echoRows = undefined;
    if (this.mode === 'editing' && this.#terminal === this.#stdout && !this.#closed) {
      const { rows } = this.#readline.getCursorPos();
      moveCursor(this.#stdout, 0, -rows);
      cursorTo(this.#stdout, 0);
      clearScreenDown(this.#stdout);
      // Readline goes up by as many rows before it draws.
      this.#stdout.write(text + '\n'.repeat(rows));
      if (this.#waiting) this.#showPrompt();
      else if (rows > 0) moveCursor(this.#stdout, 0, -rows);
      return;
    }
    if (this.#isPromptShown) this.#stdout.write('\n');
    this.#isPromptShown = false;
    this.#stdout.write(text);
    if (this.#waiting && this.mode === 'cooked') this.#showPrompt();
  }

  /** Takes the typed line off the screen: what it has become is printed instead. */
  eraseEcho(): void {
    if (this.#echoRows === undefined || this.#terminal !== this.#stdout) return;
    moveCursor(this.#stdout, 0, -this.#echoRows);
    cursorTo(this.#stdout, 0);
    clearScreenDown(this.#stdout);
    this.#echoRows = undefined;
  }

  /** Puts a line that was refused back into the prompt. */
  typeBack(typed: string): void {
    if (this.mode === 'editing') this.#readline.write(typed);
  }

  /** With what the terminal has kept of it. */
  clear(): void {
    if (this.mode === 'editing' && this.#stdout.isTTY) this.#stdout.write('\u001b[H\u001b[2J\u001b[3J');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.mode === 'editing') {
      // What was being typed stays above what follows.
      this.#terminal?.write(`${bracketedPaste.off}\n`);
      this.#stdin.setRawMode(false);
    } else if (this.#isPromptShown) this.#terminal?.write('\n');
    this.#readline.close();
    this.#stdin.destroy();
    this.#waiting?.(undefined);
    this.#waiting = undefined;
  }
}

/** Without the characters that the delete key was to take away. */
function withoutErased(typed: string | undefined): string | undefined {
  let kept = '';
  for (const character of typed ?? '') {
    kept = character === '\u007f' || character === '\b' ? kept.slice(0, -1) : kept + character;
  }
  return typed && kept;
}

// Streams as a process has them at a terminal, and what stands on that terminal: enough of it for lines and a prompt.
import { PassThrough, Writable } from 'node:stream';

export class TerminalDouble {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly #rows: string[] = [''];
  readonly #columns: number;
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
    const stdin = new PassThrough();
    // What the client uses of them.
    this.stdin = Object.assign(stdin, {
      isTTY: true,
      setRawMode: () => stdin,
    }) as unknown as NodeJS.ReadStream;
    const stdout = new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => {
        this.#draw(String(chunk));
        done();
      },
    });
    this.stdout = Object.assign(stdout, { isTTY: true, columns }) as unknown as NodeJS.WriteStream;
  }

  type(text: string): void {
    (this.stdin as unknown as PassThrough).write(text);
  }

  /** Without empty rows at the end. */
  rows(): readonly string[] {
    const rows = this.#rows.map((row) => row.trimEnd());
    return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
  }

  cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#column };
  }

  #draw(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys.
    for (const [piece] of text.matchAll(/\u001b\[([?\d;]*)([A-Za-z])|[\s\S]/gu)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys.
      const [, number = '', act = ''] = /^\u001b\[([?\d;]*)([A-Za-z])$/.exec(piece) ?? [];
      if (act !== '') this.#obey(act, Number(number || '1'), number);
      else if (piece === '\r') this.#column = 0;
      else if (piece === '\n') this.#goTo(this.#row + 1, 0);
      else this.#put(piece);
    }
  }

  #goTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    this.#column = Math.max(0, column);
    while (this.#rows.length <= this.#row) this.#rows.push('');
  }

  #put(character: string): void {
    if (this.#column >= this.#columns) this.#goTo(this.#row + 1, 0);
    const row = (this.#rows[this.#row] ?? '').padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#column += 1;
  }

  #obey(act: string, count: number, given: string): void {
    if (act === 'A') this.#goTo(this.#row - count, this.#column);
    if (act === 'B') this.#goTo(this.#row + count, this.#column);
    if (act === 'C') this.#goTo(this.#row, this.#column + count);
    if (act === 'D') this.#goTo(this.#row, this.#column - count);
    if (act === 'G') this.#goTo(this.#row, count - 1);
    if (act === 'J' && (given === '' || given === '0')) {
      this.#rows[this.#row] = (this.#rows[this.#row] ?? '').slice(0, this.#column);
      this.#rows.length = this.#row + 1;
    }
  }
}

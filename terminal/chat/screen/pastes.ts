// What is pasted with line breaks, or is long, stands in the prompt as a short mark, and in the message as itself.
import { visibleText } from './visible-text.ts';

/** So much is shown in the prompt as it is. */
const SHOWN = 400;

export class Pastes {
  readonly #pasted = new Map<string, string>();
  readonly #mark: (nth: number, lines: number, characters: number) => string;

  constructor(mark: (nth: number, lines: number, characters: number) => string) {
    this.#mark = mark;
  }

  /** What the prompt is to show. */
  shown(pasted: string): string {
    const text = pasted.replace(/\r\n?/g, '\n');
    const one = text.replace(/\n+$/, '');
    if (one.length <= SHOWN && !one.includes('\n')) return visibleText(one);
    const mark = `[${this.#mark(this.#pasted.size + 1, text.split('\n').length, text.length)}]`;
    this.#pasted.set(mark, text);
    return mark;
  }

  /** With the pasted texts in the places of their marks. */
  expanded(typed: string): string {
    let text = typed;
    for (const [mark, pasted] of this.#pasted) text = text.replace(mark, () => pasted);
    return text;
  }
}

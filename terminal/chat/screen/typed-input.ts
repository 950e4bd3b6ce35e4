// What is typed or pasted, before readline gets it. Readline takes a chunk of several characters for as many keys: a paste would
// be sent line by line, and what wraps would be drawn wrongly. So a chunk is split into keys and runs of text here.
import { StringDecoder } from 'node:string_decoder';

export type Typed =
  | { readonly kind: 'keys'; readonly text: string }
  | { readonly kind: 'run'; readonly text: string }
  | { readonly kind: 'enter' }
  | { readonly kind: 'paste'; readonly text: string };

const ESCAPE = '\u001b';
const START = `${ESCAPE}[200~`;
const END = `${ESCAPE}[201~`;
/** Switches on that the terminal marks a paste, and off. */
export const bracketedPaste = { on: `${ESCAPE}[?2004h`, off: `${ESCAPE}[?2004l` };

/** The end of a line, a run of text, an escape sequence, or a control character. */
const piece = new RegExp(`\\r\\n?|\\n|\\P{Cc}+|${ESCAPE}(?:[[O][0-9;?]*[ -/]*[@-~]?|[^[O])?|\\p{Cc}`, 'gu');

export class TypedInput {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #pasted: string | undefined;

  /** What a chunk adds; the beginning of a mark at its end waits for the next one. */
  take(chunk: Uint8Array): readonly Typed[] {
    const found: Typed[] = [];
    let text = this.#rest + this.#decoder.write(Buffer.from(chunk));
    this.#rest = '';
    while (text !== '') {
      const mark = this.#pasted === undefined ? START : END;
      const at = text.indexOf(mark);
      const held = at < 0 ? beginningAtEnd(text, mark) : 0;
      const before = at < 0 ? text.slice(0, text.length - held) : text.slice(0, at);
      if (this.#pasted === undefined) found.push(...typedIn(before));
      else this.#pasted += before;
      if (at < 0) {
        this.#rest = text.slice(text.length - held);
        break;
      }
      if (this.#pasted !== undefined) found.push({ kind: 'paste', text: this.#pasted });
      this.#pasted = this.#pasted === undefined ? '' : undefined;
      text = text.slice(at + mark.length);
    }
    return found;
  }
}

/** How much of the mark the text ends with. */
function beginningAtEnd(text: string, mark: string): number {
  for (let length = mark.length - 1; length > 0; length -= 1) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}

function typedIn(text: string): readonly Typed[] {
  return (text.match(piece) ?? []).map((found) => {
    if (/^[\r\n]/.test(found)) return { kind: 'enter' };
    return { kind: /^\p{Cc}/u.test(found) ? 'keys' : 'run', text: found };
  });
}

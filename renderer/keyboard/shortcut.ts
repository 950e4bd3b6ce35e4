// Which key does what. Keys count by the character they make; where that isn't a Latin one, by their place. Digits
// count by their place, too, where they are made with Shift.

export type Shortcut =
  | {
      readonly does:
        | 'jump'
        | 'search'
        | 'searchHere'
        | 'newGroup'
        | 'settings'
        | 'shortcuts'
        | 'latest'
        | 'escape';
    }
  | { readonly does: 'number'; readonly number: number }
  | { readonly does: 'neighbour'; readonly step: 1 | -1; readonly unreadOnly: boolean }
  | { readonly does: 'regions'; readonly back: boolean };

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly target: unknown;
}

const letters: Readonly<Record<string, Shortcut>> = {
  k: { does: 'jump' },
  n: { does: 'jump' },
  f: { does: 'search' },
  ',': { does: 'settings' },
  '/': { does: 'shortcuts' },
};

export function shortcutOf(press: KeyPress, isMac: boolean): Shortcut | undefined {
  const { key, altKey, shiftKey } = press;
  const command = isMac ? press.metaKey : press.ctrlKey;
  if (key === 'F6') return { does: 'regions', back: shiftKey };
  if (key === 'Escape') return { does: 'escape' };
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    return { does: 'neighbour', step: key === 'ArrowUp' ? -1 : 1, unreadOnly: shiftKey };
  }
  if (key === 'End') return shiftKey || isTyping(press.target) ? undefined : { does: 'latest' };
  return command && !altKey ? withCommand(press) : undefined;
}

function withCommand(press: KeyPress): Shortcut | undefined {
  const letter = latinKey(press);
  if (letter === 'n' && press.shiftKey) return { does: 'newGroup' };
  if (letter === 'f' && press.shiftKey) return { does: 'searchHere' };
  if (/^[1-9]$/.test(letter)) return { does: 'number', number: Number(letter) };
  return letters[letter];
}

const places: Readonly<Record<string, string>> = { Comma: ',', Slash: '/' };

/** The character of a key, or of its place where that makes no Latin one. */
export function latinKey({ key, code, shiftKey }: Pick<KeyPress, 'key' | 'code' | 'shiftKey'>): string {
  const [, digit] = /^Digit([1-9])$/.exec(code) ?? [];
  if (digit !== undefined && !shiftKey && !/^\d$/.test(key) && !(key in letters)) return digit;
  // Cyrillic layouts have their full stop where the slash is.
  const isByPlace = key === '.' && code === 'Slash';
  if (key.length === 1 && key.charCodeAt(0) < 128 && !isByPlace) return key.toLowerCase();
  return places[code] ?? /^(?:Key|Digit)([A-Z1-9])$/.exec(code)?.[1]?.toLowerCase() ?? '';
}

/** In a text with something in it End is the end of the line, and with Ctrl or Shift of the text. */
function isTyping(target: unknown): boolean {
  return typeof target === 'object' && target !== null && 'value' in target && target.value !== '';
}

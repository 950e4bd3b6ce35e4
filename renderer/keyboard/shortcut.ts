// Which key does what. Letters count by the character they make; where that isn't a Latin one, by their place.

export type Shortcut =
  | { readonly does: 'jump' | 'settings' | 'shortcuts' | 'latest' | 'escape' }
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
  if (command && !altKey) return withCommand(press);
  if (key === 'End' && !shiftKey && !isTyping(press.target)) return { does: 'latest' };
  return undefined;
}

function withCommand(press: KeyPress): Shortcut | undefined {
  const letter = latinKey(press);
  if (/^[1-9]$/.test(letter)) return { does: 'number', number: Number(letter) };
  if (press.key === 'End') return { does: 'latest' };
  return letters[letter];
}

function latinKey({ key, code }: KeyPress): string {
  if (key.length === 1 && key.charCodeAt(0) < 128) return key.toLowerCase();
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '';
}

/** In a text with something in it End is the end of the line. */
function isTyping(target: unknown): boolean {
  return typeof target === 'object' && target !== null && 'value' in target && target.value !== '';
}

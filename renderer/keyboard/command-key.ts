import type { Shell } from '../../shell/shell.ts';
import type { Catalogue } from '../../text/languages.ts';

/** What the key that goes with most letters is called here. */
export function commandKey(text: Catalogue, { platform }: Pick<Shell, 'platform'>): string {
  return platform === 'darwin' ? '⌘' : text.keyboard.control;
}

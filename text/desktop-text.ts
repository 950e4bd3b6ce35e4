import { english, type ShellText } from './english/desktop.ts';
import { german } from './german/desktop.ts';

export type { ShellText };

/** `locale` is the system's, such as `de-AT`. */
export function shellTextFor(locale: string): ShellText {
  return locale.startsWith('de') ? german : english;
}

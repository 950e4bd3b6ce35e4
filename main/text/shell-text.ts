import { english } from './english.ts';
import { german } from './german.ts';

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer Arguments) => string
    ? (...args: Arguments) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

export type ShellText = Widened<typeof english>;

/** `locale` is the system's, such as `de-AT`. */
export function shellTextFor(locale: string): ShellText {
  return locale.startsWith('de') ? german : english;
}

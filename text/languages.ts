// A language is a folder beside this file and a line here. English sets the shape; the compiler keeps the others whole.
import type { DesktopText } from './english/desktop.ts';
import { english } from './english/english.ts';
import type { TerminalText } from './english/terminal.ts';
import type { Catalogue } from './english/window.ts';
import { german } from './german/german.ts';
import { regionalLocale } from './times.ts';

export type { Catalogue, DesktopText, TerminalText };

export interface Language {
  readonly window: Catalogue;
  readonly desktop: DesktopText;
  readonly terminal: TerminalText;
}

/** By the language part of a BCP 47 tag. */
export const languages = {
  en: english,
  de: german,
} as const satisfies Readonly<Record<string, Language>>;

export type LanguageCode = keyof typeof languages;
export const languageCodes = Object.keys(languages) as LanguageCode[]; // The table has no other keys.

/** Each language in its own words. */
export function languageNames(): Readonly<Record<LanguageCode, string>> {
  const names = languageCodes.map((code) => [code, languages[code].window.languageName]);
  return Object.fromEntries(names);
}

/** The catalogue with dates and numbers as the system's region writes them: English on a British system is `en-GB`. */
export function inRegion(catalogue: Catalogue, systemLocale: string): Catalogue {
  return { ...catalogue, locale: regionalLocale(catalogue.language, systemLocale) };
}

/** The first language that there is of those preferred, given as BCP 47 tags such as `de-AT`; else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const [spoken] = tag.split('-');
    const code = languageCodes.find((known) => known === spoken);
    if (code) return languages[code];
  }
  return languages.en;
}

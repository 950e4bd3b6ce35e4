import { type Catalogue, inRegion, preferredLanguage, type TerminalText } from '../../text/languages.ts';

/** In the language of the environment. */
export function wordsOfEnvironment(): { readonly text: Catalogue; readonly words: TerminalText } {
  const locale = environmentLocale();
  const { window, terminal: words } = preferredLanguage([locale]);
  return { text: inRegion(window, locale), words };
}

/** As a BCP 47 tag: `de-DE` of `de_DE.UTF-8`. */
function environmentLocale({ LC_ALL, LC_MESSAGES, LANG } = process.env): string {
  return (LC_ALL || LC_MESSAGES || LANG || 'en').replace(/[.@].*$/, '').replace('_', '-');
}

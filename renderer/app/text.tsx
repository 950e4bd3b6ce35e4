import { createContext, type ReactNode, useContext } from 'react';
import { type Catalogue, english } from '../../text/english/window.ts';
import { german } from '../../text/german/window.ts';

export const languages = { en: english, de: german } as const;
export type Language = keyof typeof languages;

/** The catalogue of a chosen language, or of the first of the system's languages that there is one for. */
export function catalogueFor(choice: Language | 'system', preferred: readonly string[]): Catalogue {
  if (choice !== 'system') return languages[choice];
  for (const tag of preferred) {
    if (tag.startsWith('de')) return german;
    if (tag.startsWith('en')) return english;
  }
  return english;
}

const TextContext = createContext<Catalogue>(english);

export function TextProvider({ catalogue, children }: { catalogue: Catalogue; children: ReactNode }) {
  return <TextContext value={catalogue}>{children}</TextContext>;
}

export function useText(): Catalogue {
  return useContext(TextContext);
}

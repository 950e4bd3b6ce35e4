import { createContext, type ReactNode, useContext } from 'react';
import { type Catalogue, languages } from '../../text/languages.ts';

const TextContext = createContext<Catalogue>(languages.en.window);

export function TextProvider({ catalogue, children }: { catalogue: Catalogue; children: ReactNode }) {
  return <TextContext value={catalogue}>{children}</TextContext>;
}

export function useText(): Catalogue {
  return useContext(TextContext);
}

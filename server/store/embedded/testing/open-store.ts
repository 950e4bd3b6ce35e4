import { expect } from 'vitest';
import { type EmbeddedStore, type EmbeddedStoreOptions, openEmbeddedStore } from '../embedded.ts';

/** A store that must neither warn nor fail, unless the test brings its own listeners. */
export function openStore(
  folder: string,
  options: Partial<EmbeddedStoreOptions> = {},
): Promise<EmbeddedStore> {
  return openEmbeddedStore({
    folder,
    onWarning: (sentence) => expect.unreachable(sentence),
    onFatal: (error) => expect.unreachable(error.message),
    ...options,
  });
}

// How this window is used. Kept by the window itself; nothing in here is secret.
import { z } from 'zod';
import { languageCodes } from '../../text/languages.ts';
import { createStore, type Store } from '../../view-models/store.ts';

const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', ...languageCodes]).catch('system'),
  notifications: z.enum(['text', 'name', 'nothing']).catch('text'),
  enter: z.enum(['send', 'line']).catch('send'),
  sidebarWidth: z.number().min(220).max(440).catch(296),
  sidebarCollapsed: z.boolean().catch(false),
  details: z.boolean().catch(false),
});
export type Preferences = z.infer<typeof preferences>;

export interface PreferenceStore extends Store<Preferences> {
  change(part: Partial<Preferences>): void;
}

const KEY = 'preferences';

/** What can't be read falls back to its default, one preference at a time. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): PreferenceStore {
  const store = createStore(preferences.parse(parseJson(storage.getItem(KEY))));
  return {
    ...store,
    change(part) {
      store.set({ ...store.get(), ...part });
      storage.setItem(KEY, JSON.stringify(store.get()));
    },
  };
}

function parseJson(stored: string | null): unknown {
  if (stored === null) return {};
  try {
    return JSON.parse(stored);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

import { createStore, type Store } from '../../view-models/store.ts';
import type { WindowAttention } from './attention.ts';
import type { Navigation } from './navigation.ts';
import type { PreferenceStore } from './preferences.ts';

/** True while somebody can be looking at the conversation that is open, and nothing lies over it. */
export type Watching = Pick<Store<boolean>, 'get' | 'subscribe'>;

/** So wide the details take all of the window: see details.css. */
export const COVERED_BY_DETAILS = '(max-width: 719px)';

export function createWatching(
  attention: WindowAttention,
  navigation: Pick<Navigation, 'get' | 'subscribe'>,
  preferences: Pick<PreferenceStore, 'get' | 'subscribe'>,
  narrow: Pick<MediaQueryList, 'matches' | 'addEventListener'>,
): Watching {
  const watching = createStore(false);

  function note(): void {
    const covered = navigation.get().dialog !== undefined || (preferences.get().details && narrow.matches);
    watching.set(attention.get() && !covered);
  }

  for (const part of [attention, navigation, preferences]) part.subscribe(note);
  narrow.addEventListener('change', note);
  note();
  return watching;
}

import { createStore, type Store } from '../../view-models/store.ts';
import type { Navigation } from './navigation.ts';
import type { PreferenceStore } from './preferences.ts';
import type { WindowActivity } from './window-activity.ts';

/** True while somebody can be looking at the conversation that is open, and nothing lies over it. */
export type ConversationVisibility = Pick<Store<boolean>, 'get' | 'subscribe'>;

/** So wide the details take all of the window: see details.css. */
export const COVERED_BY_DETAILS = '(max-width: 719px)';

export function createConversationVisibility(
  windowActivity: WindowActivity,
  navigation: Pick<Navigation, 'get' | 'subscribe'>,
  preferences: Pick<PreferenceStore, 'get' | 'subscribe'>,
  narrow: Pick<MediaQueryList, 'matches' | 'addEventListener'>,
): ConversationVisibility {
  const visibility = createStore(false);

  function note(): void {
    const covered = navigation.get().dialog !== undefined || (preferences.get().details && narrow.matches);
    visibility.set(windowActivity.get() && !covered);
  }

  for (const part of [windowActivity, navigation, preferences]) part.subscribe(note);
  narrow.addEventListener('change', note);
  note();
  return visibility;
}

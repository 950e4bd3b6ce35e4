import { createStore, type Store } from '../../view-models/store.ts';
import type { Navigation } from './navigation.ts';
import type { PreferenceStore } from './preferences.ts';
import type { WindowActivity } from './window-activity.ts';

/** True while the window is active and nothing covers the open conversation. */
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

  function update(): void {
    const covered = navigation.get().dialog !== undefined || (preferences.get().details && narrow.matches);
    visibility.set(windowActivity.get() && !covered);
  }

  for (const part of [windowActivity, navigation, preferences]) part.subscribe(update);
  narrow.addEventListener('change', update);
  update();
  return visibility;
}

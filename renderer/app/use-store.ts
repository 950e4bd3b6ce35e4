import { useSyncExternalStore } from 'react';
import type { Store } from '../../view-models/store.ts';

/** `select` must return the same object while the selected value is the same. */
export function useStore<State, Selected>(
  store: Pick<Store<State>, 'get' | 'subscribe'>,
  select: (state: State) => Selected,
): Selected {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

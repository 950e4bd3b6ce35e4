import { useSyncExternalStore } from 'react';
import type { Store } from '../../view-models/store.ts';

/** What is selected has to keep its identity while it is the same. */
export function useStore<State, Selected>(
  store: Pick<Store<State>, 'get' | 'subscribe'>,
  select: (state: State) => Selected,
): Selected {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

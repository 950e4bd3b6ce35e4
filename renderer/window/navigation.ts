// Where in the window one is.
import { createStore, type Store } from '../messenger/store.ts';

export type DialogName = 'jump' | 'settings' | 'server' | 'shortcuts';

export interface Place {
  readonly conversation: string | undefined;
  readonly dialog: DialogName | undefined;
}

export interface Navigation extends Store<Place> {
  open(conversation: string): void;
  /** To the conversation before this one, and from the first to none. */
  back(): void;
  /** To the list alone, where the window is too narrow for both. */
  leave(): void;
  show(dialog: DialogName | undefined): void;
}

export function createNavigation(): Navigation {
  const store = createStore<Place>({ conversation: undefined, dialog: undefined });
  const before: string[] = [];
  return {
    ...store,
    open(conversation) {
      const { conversation: left } = store.get();
      if (left && left !== conversation) before.push(left);
      store.set({ conversation, dialog: undefined });
    },
    back() {
      store.set({ conversation: before.pop(), dialog: undefined });
    },
    leave() {
      store.set({ conversation: undefined, dialog: undefined });
    },
    show(dialog) {
      store.set({ ...store.get(), dialog });
    },
  };
}

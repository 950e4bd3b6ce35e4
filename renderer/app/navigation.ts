// Which conversation and dialog the window shows.
import { createStore, type Store } from '../../view-models/store.ts';

export type DialogName = 'jump' | 'settings' | 'devices' | 'server' | 'shortcuts' | 'signOut';

export interface Place {
  readonly conversation: string | undefined;
  readonly dialog: DialogName | undefined;
}

export interface Navigation extends Store<Place> {
  open(conversation: string): void;
  /** Opens a conversation that was requested at `since`, unless the user has gone elsewhere meanwhile. */
  openFrom(since: Place, conversation: string): void;
  /** To the conversation before this one, and from the first to none. */
  back(): void;
  /** To the list alone, where the window is too narrow for both. */
  leave(): void;
  show(dialog: DialogName | undefined): void;
  /** To nowhere, and no way back. */
  reset(): void;
}

const nowhere: Place = { conversation: undefined, dialog: undefined };

export function createNavigation(): Navigation {
  const store = createStore(nowhere);
  const before: string[] = [];

  function open(conversation: string, dialog?: DialogName): void {
    const { conversation: left } = store.get();
    if (left && left !== conversation) before.push(left);
    store.set({ conversation, dialog });
  }

  return {
    ...store,
    open: (conversation) => open(conversation),
    openFrom(since, conversation) {
      const now = store.get();
      if (now.conversation !== since.conversation) return;
      open(conversation, now.dialog === since.dialog ? undefined : now.dialog);
    },
    back() {
      store.set({ conversation: before.pop(), dialog: undefined });
    },
    leave() {
      store.set(nowhere);
    },
    show(dialog) {
      store.set({ ...store.get(), dialog });
    },
    reset() {
      before.length = 0;
      store.set(nowhere);
    },
  };
}

// Which conversation and dialog the window shows.
import type { MessageId } from '../../protocol/ids.ts';
import { createStore, type Store } from '../../view-models/store.ts';

/** Of the group that is open. */
export type GroupDialogName =
  | 'addMembers'
  | 'editGroup'
  | 'removeMember'
  | 'leaveGroup'
  | 'deleteGroup'
  | 'removeConversation';
export type DialogName =
  | 'jump'
  | 'search'
  | 'safetyNumber'
  | 'newGroup'
  | 'settings'
  | 'devices'
  | 'recovery'
  | 'server'
  | 'shortcuts'
  | 'signOut'
  | 'block'
  | 'report'
  | 'deleteMessage'
  | 'forward'
  | 'messageDetails'
  | 'goToDate'
  | 'sendLocked'
  | 'unlock'
  | GroupDialogName;

export interface Place {
  readonly conversation: string | undefined;
  readonly dialog: DialogName | undefined;
  /** What the dialog is about: the user name of a person, or the id of a message, or of several. */
  readonly about?: string | undefined;
  /** The message of the conversation that a search has found, where one has come from that. */
  readonly found?: MessageId | undefined;
}

export interface Navigation extends Store<Place> {
  open(conversation: string): void;
  /** Opens a conversation at a message that a search has found. */
  openAt(conversation: string, found: MessageId): void;
  /** Opens a conversation that was requested at `since`, unless the user has gone elsewhere meanwhile. */
  openFrom(since: Place, conversation: string): void;
  /** From what a search has found to its results, else to the conversation before this one, and from the first to none. */
  back(): void;
  /** To the list alone, where the window is too narrow for both. */
  leave(): void;
  show(dialog: DialogName | undefined, about?: string): void;
  /** A conversation is no longer here: there is no way to it. */
  forget(conversation: string): void;
  /** To nowhere, and no way back. */
  reset(): void;
}

const nowhere: Place = { conversation: undefined, dialog: undefined };

export function createNavigation(): Navigation {
  const store = createStore(nowhere);
  let before: readonly string[] = [];

  function open(conversation: string, dialog?: DialogName, found?: MessageId): void {
    const { conversation: left } = store.get();
    if (left && left !== conversation) before = [...before, left];
    store.set({ conversation, dialog, ...(found && { found }) });
  }

  return {
    ...store,
    open: (conversation) => open(conversation),
    openAt: (conversation, found) => open(conversation, undefined, found),
    openFrom(since, conversation) {
      const now = store.get();
      if (now.conversation !== since.conversation) return;
      open(conversation, now.dialog === since.dialog ? undefined : now.dialog);
    },
    back() {
      const { conversation: here, found } = store.get();
      if (found) return store.set({ conversation: here, dialog: 'search' });
      const conversation = before.at(-1);
      before = before.slice(0, -1);
      store.set({ conversation, dialog: undefined });
    },
    leave() {
      store.set(nowhere);
    },
    show(dialog, about) {
      store.set({ ...store.get(), dialog, about });
    },
    forget(conversation) {
      before = before.filter((one) => one !== conversation);
      if (store.get().conversation === conversation) store.set(nowhere);
    },
    reset() {
      before = [];
      store.set(nowhere);
    },
  };
}

// What was written and not sent, by conversation. The engine keeps it in its encrypted database.
import type { EngineClient } from '../../engine-client.ts';
import { createStore, type Store } from '../../messenger/store.ts';

export interface Drafts extends Store<ReadonlyMap<string, string>> {
  write(conversation: string, text: string): void;
}

export function createDrafts(_engine: EngineClient): Drafts {
  const store = createStore<ReadonlyMap<string, string>>(new Map());
  return {
    ...store,
    write(conversation, text) {
      const drafts = new Map(store.get());
      if (text.trim() === '') drafts.delete(conversation);
      else drafts.set(conversation, text);
      store.set(drafts);
    },
  };
}

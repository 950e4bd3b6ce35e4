// A search as a user interface shows it. It stays when its view is closed: one goes to a hit and comes back to the others.
import type { EngineClient, SearchHit, SearchPage } from '../../engine/api/api.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { createStore, type Store } from '../store.ts';

export interface MessageSearchState extends Omit<SearchPage, 'hits'> {
  readonly text: string;
  /** Only in this conversation. */
  readonly within: ConversationId | undefined;
  readonly hits: readonly SearchHit[];
  /** The hits are those of another text, until the answer comes. */
  readonly searching: boolean;
}

export interface MessageSearch extends Store<MessageSearchState> {
  find(text: string): Promise<void>;
  within(conversation: ConversationId | undefined): Promise<void>;
  /** Looks further back. */
  more(): Promise<void>;
  clear(): void;
}

const nothing: MessageSearchState = { text: '', within: undefined, hits: [], searching: false };

export function createMessageSearch(engine: EngineClient): MessageSearch {
  const store = createStore(nothing);
  let asked = 0;

  /** Of several searches only the answer to the last one counts. */
  async function search(before?: string): Promise<void> {
    asked += 1;
    const own = asked;
    const { text, within, hits: shown } = store.get();
    if (text.trim() === '') return store.set({ ...nothing, text, within });
    store.set({ ...store.get(), searching: true });
    const found = await engine.call('search', {
      text,
      ...(within && { conversation: within }),
      ...(before !== undefined && { before }),
    });
    if (own !== asked) return;
    const page: SearchPage = found.ok ? found.value : { hits: [] };
    const hits = before === undefined ? page.hits : [...shown, ...page.hits];
    store.set({ ...page, text, within, hits, searching: false });
  }

  return {
    ...store,
    find(text) {
      store.set({ ...store.get(), text });
      return search();
    },
    within(conversation) {
      store.set({ ...store.get(), within: conversation });
      return search();
    },
    async more() {
      const { next } = store.get();
      if (next !== undefined) await search(next);
    },
    clear() {
      asked += 1;
      store.set(nothing);
    },
  };
}

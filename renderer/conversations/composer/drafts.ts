// What was written and not sent, by conversation. The engine keeps it in its encrypted database.

import type { EngineEvents } from '../../../engine/api.ts';
import { conversationId } from '../../../protocol/ids.ts';
import type { AttachableClient } from '../../engine-client.ts';
import { createStore, type Store } from '../../messenger/store.ts';

export interface Drafts extends Store<ReadonlyMap<string, string>> {
  write(conversation: string, text: string): void;
  /** Hands on what has not been handed on yet: the window closes. */
  flush(): void;
}

const SAVE_AFTER_MILLISECONDS = 300;

export function createDrafts(engine: AttachableClient): Drafts {
  const store = createStore<ReadonlyMap<string, string>>(new Map());
  const unsaved = new Map<string, string>();
  let saving: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    const drafts = await engine.call('drafts', undefined);
    const kept = drafts.ok ? drafts.value.map(({ conversation, text }) => [conversation, text] as const) : [];
    store.set(withoutEmpty(new Map([...kept, ...unsaved])));
    if (unsaved.size > 0) flush();
  }

  function flush(): void {
    clearTimeout(saving);
    saving = undefined;
    for (const [conversation, text] of unsaved) save(conversation, text);
  }

  /** An engine that dies over it leaves it unsaved, and the next one is asked again. */
  async function save(conversation: string, text: string): Promise<void> {
    const saved = await engine.call('saveDraft', { conversation: conversationId.parse(conversation), text });
    if (saved.ok && unsaved.get(conversation) === text) unsaved.delete(conversation);
  }

  function onSession({ state }: EngineEvents['session']): void {
    // Nothing of one account may be saved for another.
    if (state === 'signed-out') unsaved.clear();
    load();
  }

  engine.onAttached(load);
  engine.on('session', onSession);
  return {
    ...store,
    flush,
    write(conversation, text) {
      unsaved.set(conversation, text);
      store.set(withoutEmpty(new Map([...store.get(), [conversation, text]])));
      saving ??= setTimeout(flush, SAVE_AFTER_MILLISECONDS);
    },
  };
}

function withoutEmpty(drafts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...drafts].filter(([, text]) => text !== ''));
}

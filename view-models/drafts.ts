// What was written and not sent, by conversation. Each change goes to the engine at once, which keeps it in its
// encrypted database: a window that is closed has nothing left to save.
import type { EngineEvents } from '../engine/api/api.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { holdsPassphrase } from './commands/commands.ts';
import type { RestartableEngine } from './restartable-engine.ts';
import { createStore, type Store } from './store.ts';

export interface Drafts extends Store<ReadonlyMap<string, string>> {
  write(conversation: ConversationId, text: string): void;
}

export function createDrafts(engine: RestartableEngine): Drafts {
  const store = createStore<ReadonlyMap<string, string>>(new Map());
  const unsaved = new Map<ConversationId, string>();
  /** Lines with a passphrase: they stand in the composer, and go to no disk. */
  const unkept = new Map<ConversationId, string>();

  async function load(): Promise<void> {
    const drafts = await engine.call('drafts', undefined);
    const kept = drafts.ok ? drafts.value.map(({ conversation, text }) => [conversation, text] as const) : [];
    store.set(withoutEmpty(new Map([...kept, ...unsaved, ...unkept])));
    for (const [conversation, text] of unsaved) save(conversation, text);
  }

  /** If the engine dies before it has saved a draft, the next engine gets it again. */
  async function save(conversation: ConversationId, text: string): Promise<void> {
    const saved = await engine.call('saveDraft', { conversation, text });
    if (saved.ok && unsaved.get(conversation) === text) unsaved.delete(conversation);
  }

  function onSession({ state }: EngineEvents['session']): void {
    // Nothing of one account may be saved for another.
    if (state === 'signed-out') {
      unsaved.clear();
      unkept.clear();
    }
    load();
  }

  function write(conversation: ConversationId, text: string): void {
    if (holdsPassphrase(text)) unkept.set(conversation, text);
    else unkept.delete(conversation);
    const kept = unkept.has(conversation) ? '' : text;
    unsaved.set(conversation, kept);
    store.set(withoutEmpty(new Map([...store.get(), [conversation, text]])));
    save(conversation, kept);
  }

  engine.onAttached(load);
  engine.on('session', onSession);
  engine.on('conversationRemoved', ({ conversation }) => write(conversation, ''));
  return { ...store, write };
}

function withoutEmpty(drafts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...drafts].filter(([, text]) => text !== ''));
}

// The messages that the user has selected, of one conversation, to do something with all of them. They are kept as they
// are now; what is deleted, and what goes, is selected no longer.
import type { EngineClient, Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { createStore, type Store } from '../store.ts';

export interface Selected {
  readonly conversation: ConversationId;
  readonly messages: ReadonlyMap<MessageId, Message>;
}

export interface Selection extends Pick<Store<Selected | undefined>, 'get' | 'subscribe'> {
  /** Begins with a message, or takes one more or one less. */
  toggle(message: Message): void;
  /** Takes one more, if it isn't selected yet. */
  add(message: Message): void;
  end(): void;
}

type Navigation = Pick<Store<{ readonly conversation: string | undefined }>, 'get' | 'subscribe'>;

export function createSelection(engine: EngineClient, navigation: Navigation): Selection {
  const store = createStore<Selected | undefined>(undefined);

  function without(id: MessageId): void {
    const selected = store.get();
    if (!selected?.messages.has(id)) return;
    const others = [...selected.messages].filter(([one]) => one !== id);
    store.set(others.length > 0 ? { ...selected, messages: new Map(others) } : undefined);
  }

  function add(message: Message): void {
    const { conversation } = message;
    const before = store.get();
    const kept = before?.conversation === conversation ? before.messages : [];
    store.set({ conversation, messages: new Map([...kept, [message.id, message]]) });
  }

  function end(): void {
    if (store.get()) store.set(undefined);
  }

  navigation.subscribe(() => {
    if (navigation.get().conversation !== store.get()?.conversation) end();
  });
  engine.on('session', ({ state }) => state === 'signed-out' && end());
  engine.on('messageRemoved', ({ message }) => without(message));
  engine.on('message', ({ message }) => {
    if (!store.get()?.messages.has(message.id)) return;
    if (isSelectable(message)) add(message);
    else without(message.id);
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    toggle(message) {
      const selected = store.get();
      if (selected?.conversation === message.conversation && selected.messages.has(message.id))
        without(message.id);
      else if (isSelectable(message)) add(message);
    },
    add: (message) => {
      if (isSelectable(message)) add(message);
    },
    end,
  };
}

/** What there is something to do with. */
export function isSelectable({ kind }: Pick<Message, 'kind'>): boolean {
  return kind === 'text' || kind === 'locked';
}

/** In the order of the timeline. */
export function inOrder(selected: Selected): readonly Message[] {
  const end = Number.POSITIVE_INFINITY;
  return [...selected.messages.values()].toSorted(
    (one, other) =>
      (one.seq === other.seq ? 0 : (one.seq ?? end) - (other.seq ?? end)) ||
      one.sentAt.localeCompare(other.sentAt),
  );
}

/**
 * What copying them gives: of one message what was typed, of several a line of when and who before each. What is locked is given as
 * `openssl` opens it.
 */
export function copiedText(messages: readonly Message[], heading: (message: Message) => string): string {
  const typed = ({ text, locked = '' }: Message) => text ?? locked;
  const [first, ...others] = messages;
  if (!first) return '';
  if (others.length === 0) return typed(first);
  return messages.map((message) => `${heading(message)}\n${typed(message)}`).join('\n\n');
}

// Which message the next one in a conversation answers, by conversation.
import type { EngineClient, Message } from '../engine/api/api.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { createStore, type Store } from './store.ts';

/** What is shown of the message that is to be answered. */
export type Answered = Pick<Message, 'id' | 'conversation' | 'sender'> &
  Partial<Pick<Message, 'kind' | 'text'>>;

export interface Replying extends Pick<Store<ReadonlyMap<string, Answered>>, 'get' | 'subscribe'> {
  begin(message: Answered): void;
  /** Returns what was to be answered. */
  end(conversation: ConversationId): Answered | undefined;
}

export function createReplying(engine: EngineClient): Replying {
  const store = createStore<ReadonlyMap<string, Answered>>(new Map());

  function end(conversation: ConversationId): Answered | undefined {
    const answered = store.get().get(conversation);
    if (answered) store.set(new Map([...store.get()].filter(([id]) => id !== conversation)));
    return answered;
  }

  engine.on('session', ({ state }) => {
    // Nothing of one account is left for another.
    if (state === 'signed-out') store.set(new Map());
  });
  engine.on('conversationRemoved', ({ conversation }) => end(conversation));
  engine.on('message', ({ message }) => {
    if (store.get().get(message.conversation)?.id !== message.id) return;
    // What is deleted meanwhile can't be answered.
    if (message.kind === 'deleted') end(message.conversation);
    else begin(message);
  });
  engine.on('messageRemoved', ({ conversation, message }) => {
    if (store.get().get(conversation)?.id === message) end(conversation);
  });

  function begin(message: Answered): void {
    store.set(new Map([...store.get(), [message.conversation, message]]));
  }

  return { get: store.get, subscribe: store.subscribe, begin, end };
}

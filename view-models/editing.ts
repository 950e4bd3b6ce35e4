// Which of one's own messages is being edited, by conversation, and what it is to say. Drafts stay as they are.
import type { EngineClient, Message } from '../engine/api/api.ts';
import { isBlank } from '../protocol/blank-text.ts';
import { type Refusal, refuse } from '../protocol/errors.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import { createStore, type Store } from './store.ts';

export interface Edited {
  readonly message: MessageId;
  /** As it is shown. */
  readonly before: string;
  readonly text: string;
}

export interface Editing extends Pick<Store<ReadonlyMap<string, Edited>>, 'get' | 'subscribe' | 'set'> {
  /** Begins with one's last message that can be edited; refuses with `no-such-message` where there is none. */
  begin(conversation: ConversationId, own: string): Promise<Refusal | undefined>;
  /** With one of one's own messages. */
  edit(message: Message): void;
  write(conversation: ConversationId, text: string): void;
  cancel(conversation: ConversationId): void;
  /** Ends it, unless there is nothing to see in the text or it is refused. */
  save(conversation: ConversationId): Promise<Refusal | undefined>;
}

/** So far back one's last message is looked for. */
const LOOKED_THROUGH = 100;

export function createEditing(engine: EngineClient): Editing {
  const store = createStore<ReadonlyMap<string, Edited>>(new Map());

  function put(conversation: ConversationId, edited: Edited | undefined): void {
    const others = [...store.get()].filter(([id]) => id !== conversation);
    store.set(new Map(edited ? [...others, [conversation, edited]] : others));
  }

  function take(conversation: ConversationId, { id, text = '' }: Message): void {
    put(conversation, { message: id, before: text, text });
  }

  /** What is deleted, perhaps on another device, is no longer edited. */
  function forget(conversation: ConversationId, message: MessageId): void {
    if (store.get().get(conversation)?.message === message) put(conversation, undefined);
  }

  engine.on('session', ({ state }) => {
    // Nothing of one account is left for another.
    if (state === 'signed-out') store.set(new Map());
  });

  engine.on('conversationRemoved', ({ conversation }) => put(conversation, undefined));

  engine.on(
    'message',
    ({ message }) => message.kind === 'deleted' && forget(message.conversation, message.id),
  );
  engine.on('messageRemoved', ({ conversation, message }) => forget(conversation, message));

  return {
    ...store,
    async begin(conversation, own) {
      const page = await engine.call('history', { conversation, limit: LOOKED_THROUGH });
      const last = page.ok ? page.value.messages.findLast((message) => canEdit(message, own)) : undefined;
      if (!last?.text) return page.ok ? refuse('no-such-message') : page;
      take(conversation, last);
      return undefined;
    },
    edit: (message) => take(message.conversation, message),
    write(conversation, text) {
      const edited = store.get().get(conversation);
      if (edited) put(conversation, { ...edited, text });
    },
    cancel: (conversation) => put(conversation, undefined),
    async save(conversation) {
      const edited = store.get().get(conversation);
      const text = edited?.text.trimEnd() ?? '';
      if (!edited || isBlank(text)) return;
      if (text !== edited.before) {
        const answer = await engine.call('edit', { conversation, message: edited.message, text });
        if (!answer.ok) return answer;
      }
      put(conversation, undefined);
    },
  };
}

/** What the server has lost can't be edited there. */
export function canEdit({ sender, kind, code }: Message, own: string): boolean {
  return sender === own && kind === 'text' && code !== 'not-on-server';
}

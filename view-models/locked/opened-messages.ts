// What is in the locked messages that the user has opened, for as long as their conversation is open: nowhere but in memory.
import type { EngineClient, ParametersOf } from '../../engine/api/api.ts';
import type { Result } from '../../protocol/errors.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { createStore, type Store } from '../store.ts';

export interface OpenedMessages extends Pick<Store<ReadonlyMap<MessageId, string>>, 'get' | 'subscribe'> {
  /** Refuses with `wrong-passphrase`. It stays closed where the user has gone elsewhere meanwhile. */
  open(parameters: ParametersOf<'unlock'>): Promise<Result<unknown>>;
  close(message: MessageId): void;
}

type Navigation = Pick<Store<{ readonly conversation: string | undefined }>, 'get' | 'subscribe'>;

export function createOpenedMessages(engine: EngineClient, navigation: Navigation): OpenedMessages {
  const store = createStore<ReadonlyMap<MessageId, string>>(new Map());
  let here = navigation.get().conversation;

  function close(message: MessageId): void {
    if (store.get().has(message)) store.set(new Map([...store.get()].filter(([id]) => id !== message)));
  }

  function closeAll(): void {
    if (store.get().size > 0) store.set(new Map());
  }

  navigation.subscribe(() => {
    const { conversation } = navigation.get();
    if (conversation !== here) closeAll();
    here = conversation;
  });
  engine.on('session', ({ state }) => state === 'signed-out' && closeAll());
  engine.on('message', ({ message }) => message.kind !== 'locked' && close(message.id));
  engine.on('messageRemoved', ({ message }) => close(message));

  return {
    get: store.get,
    subscribe: store.subscribe,
    async open(parameters) {
      const { conversation, message } = parameters;
      const opened = await engine.call('unlock', parameters);
      if (opened.ok && here === conversation)
        store.set(new Map([...store.get(), [message, opened.value.text]]));
      return opened;
    },
    close,
  };
}

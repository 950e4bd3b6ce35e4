// Who writes something now, by conversation.
import type { RestartableEngine } from './restartable-engine.ts';
import { createStore, type Store } from './store.ts';

export type Typing = Pick<Store<ReadonlyMap<string, readonly string[]>>, 'get' | 'subscribe' | 'set'>;

export function createTyping(engine: RestartableEngine): Typing {
  const store = createStore<ReadonlyMap<string, readonly string[]>>(new Map());
  engine.on('typing', ({ conversation, users }) => {
    const others = [...store.get()].filter(([id]) => id !== conversation);
    store.set(new Map(users.length > 0 ? [...others, [conversation, users]] : others));
  });
  const forget = () => store.set(new Map());
  // Another engine, or another session, knows of no one.
  engine.onAttached(forget);
  engine.on('session', ({ state }) => {
    if (state !== 'online') forget();
  });
  return store;
}

export interface Signal<Payload = void> {
  send(payload: Payload): void;
  subscribe(listener: (payload: Payload) => void): () => void;
}

export function createSignal<Payload = void>(): Signal<Payload> {
  const listeners = new Set<(payload: Payload) => void>();
  return {
    send(payload) {
      for (const listener of listeners) listener(payload);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

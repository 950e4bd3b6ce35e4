import { useEffect, useRef } from 'react';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';

/** Announces requests that arrive while the window is there, by their name alone. */
export function useSpokenRequests(): void {
  const text = useText();
  const { announcer, messenger } = useApp();
  const requests = useStore(messenger, (state) => state.requests);
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    const { people } = messenger.get();
    for (const { id, request } of requests) {
      if (!request || request.refused || known.current?.has(id) !== false) continue;
      announcer.say(text.requests.arrived(nameOf(people, request.from)));
    }
    known.current = new Set(requests.map(({ id }) => id));
  }, [announcer, messenger, requests, text]);
}

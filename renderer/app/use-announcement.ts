import { useEffect } from 'react';
import { useApp } from './app.ts';

/** Announces what has come into view, once for each `occasion`, however its words change meanwhile. */
export function useAnnouncement(words: string | undefined, occasion: unknown = words): void {
  const { announcer } = useApp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: not when only the words are others
  useEffect(() => {
    if (words) announcer.say(words);
  }, [announcer, occasion]);
}

import { useEffect, useRef } from 'react';
import { useApp } from './app.ts';

/** Announces words when they change, but not the first ones. */
export function useSpokenChange(words: string): void {
  const { announcer } = useApp();
  const known = useRef(words);
  useEffect(() => {
    if (words !== known.current) announcer.say(words);
    known.current = words;
  }, [announcer, words]);
}

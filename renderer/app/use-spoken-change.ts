import { useEffect, useRef } from 'react';
import { useApp } from './app.ts';

/** Says words that have become others, not those that one finds. */
export function useSpokenChange(words: string): void {
  const { announcer } = useApp();
  const known = useRef(words);
  useEffect(() => {
    if (words !== known.current) announcer.say(words);
    known.current = words;
  }, [announcer, words]);
}

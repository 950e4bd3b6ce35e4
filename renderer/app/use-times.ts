import { useMemo } from 'react';
import { formatDay, formatMonthDay, formatRecent, formatTime } from '../../text/times.ts';
import { useApp } from './app.ts';
import { useText } from './text.tsx';
import { useStore } from './use-store.ts';

/** Writes times in the language of the window and the region of the system; a view that uses it is drawn anew when the day or the time zone changes. */
export function useTimes() {
  const { calendar } = useApp();
  const { locale } = useText();
  const today = useStore(calendar, (now) => now);
  return useMemo(() => {
    return {
      /** Another one whenever what was written before may be wrong. */
      today,
      time: (when: string) => formatTime(when, locale),
      day: (when: string) => formatDay(when, locale, new Date()),
      date: (when: string) => formatMonthDay(when, locale, new Date()),
      recent: (when: string) => formatRecent(when, locale, new Date()),
    };
  }, [locale, today]);
}

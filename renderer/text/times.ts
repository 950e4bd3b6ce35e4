// Times as people read them. Instants are ISO 8601 UTC; what is shown is this computer's time zone.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(when: string | Date, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format.format(typeof when === 'string' ? new Date(when) : when);
}

export function formatTime(when: string, language: string): string {
  return formatted(when, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `Sat 21 Nov`, with the year when it is another one. */
export function formatDay(when: string, language: string, now: Date): string {
  const sameYear = new Date(when).getFullYear() === now.getFullYear();
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  return formatted(when, language, sameYear ? day : { ...day, year: 'numeric' });
}

/** The time today, the weekday within a week, else the date; with the year where the day of the year alone would mislead. */
export function formatRecent(when: string, language: string, now: Date): string {
  const days = daysBetween(new Date(when), now);
  if (days <= 0) return formatTime(when, language);
  if (days < 7) return formatted(when, language, { weekday: 'short' });
  const date = { day: 'numeric', month: 'short' } as const;
  return formatted(when, language, isWithinYear(when, now) ? date : { ...date, year: 'numeric' });
}

function isWithinYear(when: string, now: Date): boolean {
  const yearAgo = new Date(now);
  yearAgo.setFullYear(now.getFullYear() - 1);
  return daysBetween(yearAgo, new Date(when)) > 0;
}

/** How many midnights lie between two instants. */
export function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

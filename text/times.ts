// Times as people read them. Instants are ISO 8601 UTC; what is shown is this computer's time zone.
// A `locale` is a BCP 47 tag; its region decides the order of a date and between 12 and 24 hours.

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format keeps the time zone it was made in: call this when the computer's zone has changed. */
export function forgetFormats(): void {
  formats.clear();
}

function formatted(when: string | Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format.format(typeof when === 'string' ? new Date(when) : when);
}

/** The language of the window as it is written in the region of the system: `en` on a British system is `en-GB`. */
export function regionalLocale(language: string, systemLocale: string): string {
  try {
    const system = new Intl.Locale(systemLocale);
    if (system.language === language) return system.toString();
    return system.region ? new Intl.Locale(language, { region: system.region }).toString() : language;
  } catch (error) {
    // A system may name a locale that isn't one, such as `C`.
    if (error instanceof RangeError) return language;
    throw error;
  }
}

export function formatTime(when: string, locale: string): string {
  return formatted(when, locale, { timeStyle: 'short' });
}

/** `Saturday 21 November`, with the year when it is another one. */
export function formatDay(when: string, locale: string, now: Date): string {
  return withYear(when, locale, now, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** `21 November`, to stand in a sentence; with the year when it is another one. */
export function formatMonthDay(when: string, locale: string, now: Date): string {
  return withYear(when, locale, now, { day: 'numeric', month: 'long' });
}

function withYear(when: string, locale: string, now: Date, day: Intl.DateTimeFormatOptions): string {
  const sameYear = new Date(when).getFullYear() === now.getFullYear();
  return formatted(when, locale, sameYear ? day : { ...day, year: 'numeric' });
}

/** `21 November 2026 at 14:05`. */
export function formatDate(when: string, locale: string): string {
  return formatted(when, locale, { dateStyle: 'long', timeStyle: 'short' });
}

/** The time today, the weekday within a week, else the date; with the year where the day of the year alone would mislead. */
export function formatRecent(when: string, locale: string, now: Date): string {
  const days = daysBetween(new Date(when), now);
  if (days === 0) return formatTime(when, locale);
  if (days > 0 && days < 7) return formatted(when, locale, { weekday: 'short' });
  const date = { day: 'numeric', month: 'short' } as const;
  return formatted(when, locale, isWithinYear(when, now) ? date : { ...date, year: 'numeric' });
}

function isWithinYear(when: string, now: Date): boolean {
  const yearAgo = new Date(now);
  yearAgo.setFullYear(now.getFullYear() - 1);
  const yearAhead = new Date(now);
  yearAhead.setFullYear(now.getFullYear() + 1);
  return daysBetween(yearAgo, new Date(when)) > 0 && daysBetween(new Date(when), yearAhead) > 0;
}

/** How many midnights lie between two instants. */
export function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

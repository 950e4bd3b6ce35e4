// After which time messages disappear: the choices, how a length of time is typed, and how it is said.
import { limits } from '../protocol/limits.ts';
import type { Catalogue } from '../text/languages.ts';

const units = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const names = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;
type Unit = keyof typeof units;

/** Seconds. */
export const lifetimeChoices = [0, units.h, units.d, units.w, 4 * units.w] as const;

/** Seconds; undefined for what is no length of time that messages can have: 1d, 90m, off. */
export function parseLifetime(typed: string): number | undefined {
  if (/^(off|0)$/i.test(typed)) return 0;
  const [, count, unit = 's'] = /^(\d{1,9})([smhdw])$/i.exec(typed) ?? [];
  const seconds = Number(count) * units[unit.toLowerCase() as Unit]; // the expression lets no other letter in
  return seconds >= limits.shortestLifetime && seconds <= limits.longestLifetime ? seconds : undefined;
}

/** In the largest unit that says it exactly. */
export function lifetimeWords({ locale }: Pick<Catalogue, 'locale'>, seconds: number): string {
  const all = Object.keys(units) as Unit[]; // the table has no other keys
  const unit = all.find((one) => seconds % units[one] === 0) ?? 's';
  const style = { style: 'unit', unit: names[unit], unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(locale, style).format(seconds / units[unit]);
}

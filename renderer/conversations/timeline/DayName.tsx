import { useText } from '../../text/text.tsx';
import { daysBetween, formatDay } from '../../text/times.ts';

export function DayName({ at }: { at: string }) {
  const text = useText();
  const now = new Date();
  const days = daysBetween(new Date(at), now);
  if (days === 0) return text.timeline.today;
  if (days === 1) return text.timeline.yesterday;
  return formatDay(at, text.language, now);
}

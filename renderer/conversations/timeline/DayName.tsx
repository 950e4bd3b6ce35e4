import { useText } from '../../text/text.tsx';
import { daysBetween } from '../../text/times.ts';
import { useTimes } from '../../window/use-times.ts';

export function DayName({ at }: { at: string }) {
  const text = useText();
  const times = useTimes();
  const days = daysBetween(new Date(at), new Date());
  if (days === 0) return text.timeline.today;
  if (days === 1) return text.timeline.yesterday;
  return times.day(at);
}

import { daysBetween } from '../../../text/times.ts';
import { useText } from '../../app/text.tsx';
import { useTimes } from '../../app/use-times.ts';

export function DayName({ at }: { at: string }) {
  const text = useText();
  const times = useTimes();
  const days = daysBetween(new Date(at), new Date());
  if (days === 0) return text.timeline.today;
  if (days === 1) return text.timeline.yesterday;
  return times.day(at);
}

import { daysBetween } from '../../../text/times.ts';
import type { TimelineItem } from '../../../view-models/timeline/items.ts';
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

/** The day of what is on top, while nothing else stands there. Screen readers have the heading. */
export function FloatingDay({ items, first }: { items: readonly TimelineItem[]; first: number }) {
  const item = items[first];
  if (item?.kind !== 'message') return;
  return (
    <div className="floating-day" aria-hidden="true">
      <DayName at={item.message.sentAt} />
    </div>
  );
}

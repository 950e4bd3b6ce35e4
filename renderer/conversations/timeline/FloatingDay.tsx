import type { TimelineItem } from '../../../view-models/timeline/items.ts';
import { DayName } from './DayName.tsx';

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

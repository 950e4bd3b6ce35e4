import { DayName } from './DayName.tsx';
import type { TimelineItem } from './items.ts';

/** The day of what is on top, while its own heading is out of view. Screen readers have the heading. */
export function FloatingDay({ items, first }: { items: readonly TimelineItem[]; first: number }) {
  const item = items[first];
  if (!item || item.kind === 'day') return;
  const message = item.kind === 'message' ? item : items[first + 1];
  if (message?.kind !== 'message') return;
  return (
    <div className="floating-day" aria-hidden="true">
      <DayName at={message.message.sentAt} />
    </div>
  );
}

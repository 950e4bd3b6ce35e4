import { useText } from '../../text/text.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { DayName } from './DayName.tsx';
import type { TimelineItem } from './items.ts';
import { MessageRow, type ObserveElement } from './MessageRow.tsx';

interface TimelineRowProps {
  readonly item: TimelineItem;
  readonly facts: ConversationFacts;
  readonly observe: ObserveElement;
}

export function TimelineRow({ item, facts, observe }: TimelineRowProps) {
  const text = useText();
  switch (item.kind) {
    case 'day':
      return (
        <div className="day">
          <DayName at={item.at} />
        </div>
      );
    case 'divider':
      return (
        <div className="divider">
          <span>{text.timeline.newMessages(item.count)}</span>
        </div>
      );
    case 'message':
      return <MessageRow item={item} facts={facts} observe={observe} />;
    default:
      return item satisfies never;
  }
}

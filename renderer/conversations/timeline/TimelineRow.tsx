import type { TimelineItem } from '../../../view-models/timeline/items.ts';
import { useText } from '../../app/text.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { DayName } from './DayName.tsx';
import { GroupEventsRow } from './GroupEventsRow.tsx';
import { passedCell } from './grid.ts';
import { ShownOrHidden } from './HiddenMessage.tsx';
import type { RowWays } from './MessageRow.tsx';

interface TimelineRowProps {
  readonly item: TimelineItem;
  readonly facts: ConversationFacts;
  readonly ways: RowWays;
}

export function TimelineRow({ item, facts, ways }: TimelineRowProps) {
  const text = useText();
  switch (item.kind) {
    case 'day':
      return (
        <div className="day" {...passedCell}>
          <h2>
            <DayName at={item.at} />
          </h2>
        </div>
      );
    case 'divider':
      return (
        <div {...passedCell}>
          {/* biome-ignore lint/a11y/useSemanticElements: it has words, which an hr has not */}
          <div className="divider" role="separator" aria-label={text.timeline.newMessages(item.count)}>
            <span>{text.timeline.newMessages(item.count)}</span>
          </div>
        </div>
      );
    case 'message':
      if (item.message.kind === 'system')
        return <GroupEventsRow item={item} facts={facts} observe={ways.observe} />;
      return <ShownOrHidden item={item} facts={facts} ways={ways} />;
    default:
      return item satisfies never;
  }
}

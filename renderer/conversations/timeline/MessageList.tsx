import { useMemo, useRef, useState } from 'react';
import type { MessageId } from '../../../protocol/ids.ts';
import type { Catalogue } from '../../../text/languages.ts';
import { timelineItems } from '../../../view-models/timeline/items.ts';
import type { Timeline, TimelineState } from '../../../view-models/timeline/timeline.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useTimes } from '../../app/use-times.ts';
import { MessageMenu, type OpenMenu } from '../../messages/actions/MessageMenu.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { FloatingDay } from './DayName.tsx';
import { gridRow } from './grid.ts';
import { BackToReply, JumpToLatest } from './JumpToLatest.tsx';
import type { RowWays } from './MessageRow.tsx';
import { OlderFailed } from './OlderFailed.tsx';
import { TimelineRow } from './TimelineRow.tsx';
import { useArrowKeys } from './use-arrow-keys.ts';
import { useReading } from './use-reading.ts';
import { useScrolling } from './use-scrolling.ts';
import { useSelectionKeys } from './use-selection-keys.ts';

interface MessageListProps {
  readonly timeline: Timeline;
  readonly state: TimelineState;
  readonly facts: ConversationFacts;
  readonly unread: number;
  readonly found: MessageId | undefined;
}

export function MessageList({ timeline, state, facts, unread, found }: MessageListProps) {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { messages, divider, older } = state;
  const { today } = useTimes();
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another time zone other messages begin a day
  const items = useMemo(
    () => timelineItems(messages, facts.own, divider, older),
    [messages, facts.own, divider, older, today],
  );
  const scrolling = useScrolling(scroller, items, timeline, state, found);
  const observe = useReading(scroller, facts, timeline);
  const { notices } = useApp();
  const [menu, setMenu] = useState<OpenMenu>();
  const ways = useMemo<RowWays>(
    () => ({
      observe,
      openMenu: (message, anchor) => setMenu({ message, anchor }),
      async show(quoted, from) {
        const refusal = await timeline.show(quoted.id, from.id);
        if (refusal) notices.show(refusal);
      },
    }),
    [observe, timeline, notices],
  );
  const onArrowKey = useArrowKeys(items, scrolling.showItem);
  const onSelectionKey = useSelectionKeys(messages);
  const { virtualizer } = scrolling;
  const name = nameFor(facts, text);

  return (
    <div className="timeline">
      <FloatingDay items={items} first={scrolling.firstVisible} />
      {/* biome-ignore lint/a11y/useSemanticElements: its rows are not all there, and are laid out otherwise */}
      <div
        className="timeline-scroller"
        ref={scroller}
        role="grid"
        aria-rowcount={-1}
        tabIndex={0}
        aria-label={name}
        aria-busy={state.loading}
        data-region
        onKeyDown={(event) => {
          onSelectionKey(event);
          onArrowKey(event);
        }}
      >
        <div className="timeline-content" ref={virtualizer.containerRef} role="presentation">
          {virtualizer.getVirtualItems().map(({ index, key }) => {
            const item = items[index];
            if (!item) return undefined;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className="timeline-item"
                data-found={key === found}
                {...gridRow(index)}
              >
                <TimelineRow item={item} facts={facts} ways={ways} />
              </div>
            );
          })}
        </div>
      </div>
      <OlderFailed failed={state.failed} onRetry={() => timeline.loadOlder()} />
      {menu && <MessageMenu {...menu} rights={facts.messageRights} onClose={() => setMenu(undefined)} />}
      <BackToReply reply={state.shown?.from} onPress={(reply) => timeline.show(reply)} />
      {(state.newer || !scrolling.atEnd) && <JumpToLatest unread={unread} onPress={scrolling.toLatest} />}
    </div>
  );
}

function nameFor({ kind, title }: ConversationFacts, { timeline }: Catalogue): string {
  if (kind === 'public') return timeline.lobbyMessages;
  return kind === 'self' ? timeline.selfMessages : timeline.messages(title);
}

import { useCallback, useEffect } from 'react';
import type { MessageId } from '../../../protocol/ids.ts';
import type { Timeline } from '../../../view-models/timeline/timeline.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import { PinBar } from '../../messages/PinBar.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { EmptyTimeline } from './EmptyTimeline.tsx';
import { MessageList } from './MessageList.tsx';
import { OlderFailed } from './OlderFailed.tsx';

interface TimelinePaneProps {
  readonly timeline: Timeline | undefined;
  readonly facts: ConversationFacts;
  readonly unread: number;
  /** Where it opens, and which message is marked. */
  readonly found: MessageId | undefined;
}

export function TimelinePane({ timeline, facts, unread, found }: TimelinePaneProps) {
  if (!timeline) return <div className="timeline" />;
  return <LoadedTimeline timeline={timeline} facts={facts} unread={unread} found={found} />;
}

function LoadedTimeline({ timeline, facts, unread, found }: TimelinePaneProps & { timeline: Timeline }) {
  const { notices, showMessage } = useApp();
  const state = useStore(timeline, (all) => all);
  const show = useCallback(
    async (message: MessageId) => {
      const refusal = await timeline.show(message);
      if (refusal) notices.show(refusal);
    },
    [timeline, notices],
  );
  useEffect(() => showMessage.subscribe(show), [showMessage, show]);
  if (!state.loaded || state.messages.length === 0) {
    return (
      <>
        <OlderFailed failed={state.failed} onRetry={() => timeline.loadOlder()} />
        {state.loaded ? <EmptyTimeline facts={facts} /> : <div className="timeline" aria-busy="true" />}
      </>
    );
  }
  return (
    <>
      <PinBar pinned={facts.pinned} onShow={show} />
      <MessageList timeline={timeline} state={state} facts={facts} unread={unread} found={found} />
    </>
  );
}

import { useEffect } from 'react';
import type { Conversation, EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../components/use-store.ts';
import { ConversationHeader } from './ConversationHeader.tsx';
import { Composer } from './composer/Composer.tsx';
import { Details } from './details/Details.tsx';
import { HistoryAlarm } from './details/HistoryAlarm.tsx';
import { IdentityAlarm } from './details/IdentityAlarm.tsx';
import { useSafety } from './details/use-safety.ts';
import { TimelinePane } from './timeline/TimelinePane.tsx';
import { useRestarts, useTimeline } from './timeline/use-timeline.ts';
import { useConversationFacts } from './use-conversation-facts.ts';

interface ConversationViewProps {
  readonly conversation: Conversation;
  readonly status: EngineStatus;
}

export function ConversationView({ conversation, status }: ConversationViewProps) {
  const { preferences } = useApp();
  const details = useStore(preferences, (all) => all.details);
  const facts = useConversationFacts(conversation, status);
  const restarts = useRestarts(conversation.id, conversation.stopped);
  const timeline = useTimeline(conversation.id, facts.own, restarts);
  const safety = useSafety(facts);
  useSpokenName(facts.title, conversation);

  return (
    <>
      <main className="conversation">
        <ConversationHeader facts={facts} safety={safety} />
        <IdentityAlarm facts={facts} safety={safety} />
        <HistoryAlarm conversation={conversation} />
        <TimelinePane
          key={`${conversation.id} ${restarts}`}
          timeline={timeline}
          facts={facts}
          unread={conversation.unread}
        />
        <Composer facts={facts} />
      </main>
      {details && <Details facts={facts} safety={safety} />}
    </>
  );
}

/** Whose conversation it is, and how much is new in it, whenever one comes to another. */
function useSpokenName(title: string, { id, unread }: Conversation): void {
  const text = useText();
  const { announcer } = useApp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: not when its name or what is unread changes
  useEffect(() => announcer.say(text.conversations.opened(title, unread), 'place'), [announcer, id]);
}

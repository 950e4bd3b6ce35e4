import { useEffect, useState } from 'react';
import type { Conversation, EngineStatus } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { Timeline } from '../../view-models/timeline/timeline.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useStateOf } from '../components/use-state-of.ts';
import { useSafety } from '../verification/use-safety.ts';
import { ConversationHeader } from './ConversationHeader.tsx';
import { Composer } from './composer/Composer.tsx';
import { NoWriting } from './composer/NoWriting.tsx';
import { Details } from './details/Details.tsx';
import { HistoryAlarm } from './details/HistoryAlarm.tsx';
import { IdentityAlarm } from './details/IdentityAlarm.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { TimelinePane } from './timeline/TimelinePane.tsx';
import { type ConversationFacts, useConversationFacts } from './use-conversation-facts.ts';

interface ConversationViewProps {
  readonly conversation: Conversation;
  readonly status: EngineStatus;
}

export function ConversationView({ conversation, status }: ConversationViewProps) {
  const { navigation, preferences } = useApp();
  const details = useStore(preferences, (all) => all.details);
  const facts = useConversationFacts(conversation, status);
  const restarts = useRestarts(conversation.id, conversation.stopped);
  const found = useStore(navigation, (place) => place.found);
  const timeline = useTimeline(conversation.id, facts.own, restarts, found);
  const safety = useSafety(facts.user);
  useSpokenName(facts.title, conversation);

  return (
    <>
      <main className="conversation">
        <ConversationHeader facts={facts} safety={safety} />
        <IdentityAlarm conversation={conversation} />
        <HistoryAlarm conversation={conversation} />
        <TimelinePane
          key={`${conversation.id} ${restarts} ${found}`}
          timeline={timeline}
          found={found}
          facts={facts}
          unread={conversation.unread}
        />
        <WritingPlace facts={facts} />
      </main>
      {details && <Details facts={facts} safety={safety} />}
    </>
  );
}

/** Who may not post may still edit what they wrote, while they are members. */
function WritingPlace({ facts }: { facts: ConversationFacts }) {
  const { editing, selection } = useApp();
  const selected = useStore(selection, (now) => (now?.conversation === facts.id ? now : undefined));
  const isEditing = useStore(editing, (all) => all.has(facts.id));
  const takesText = facts.writable || (isEditing && !facts.group?.ended && !facts.deletedSince);
  if (selected) return <SelectionBar facts={facts} selected={selected} />;
  return takesText ? <Composer facts={facts} /> : <NoWriting facts={facts} />;
}

/** Whose conversation it is, and how much is new in it, whenever one comes to another. */
function useSpokenName(title: string, { id, unread }: Conversation): void {
  const text = useText();
  const { announcer } = useApp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: not when its name or what is unread changes
  useEffect(() => announcer.say(text.conversations.opened(title, unread), 'place'), [announcer, id]);
}

/** The timeline of the conversation that is open, for as long as it is. */
function useTimeline(
  conversation: ConversationId,
  own: string,
  restarts: number,
  found: MessageId | undefined,
): Timeline | undefined {
  const { engine, conversationVisibility } = useApp();
  const [timeline, setTimeline] = useStateOf<Timeline | undefined>(`${conversation} ${found}`, undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds has other places after a restart
  useEffect(() => {
    const opened = new Timeline(engine, conversation, own, conversationVisibility.get, found);
    setTimeline(opened);
    return () => opened.close();
  }, [engine, conversation, own, conversationVisibility, restarts, found, setTimeline]);

  return timeline;
}

/** How often a person has gone on with another history of the conversation than the one that was open. */
function useRestarts(conversation: string, stopped: string | undefined): number {
  const [seen, setSeen] = useState({ conversation, stopped, restarts: 0 });
  if (seen.conversation === conversation && seen.stopped === stopped) return seen.restarts;
  const goesOn = seen.conversation === conversation && stopped === undefined;
  const restarts = seen.restarts + (goesOn ? 1 : 0);
  setSeen({ conversation, stopped, restarts });
  return restarts;
}

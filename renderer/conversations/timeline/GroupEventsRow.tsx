import { memo } from 'react';
import { messageReason } from '../../../text/sentence.ts';
import type { MessageItem } from '../../../view-models/timeline/items.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { useTimes } from '../../app/use-times.ts';
import { messageKinds } from '../../messages/kinds/message-kinds.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import type { ObserveElement } from './MessageRow.tsx';
import { MessageState } from './MessageState.tsx';

interface GroupEventsRowProps {
  readonly item: MessageItem;
  readonly facts: ConversationFacts;
  readonly observe: ObserveElement;
}

const { words, Body } = messageKinds.system;

/** What was done to the conversation, between what was said in it. */
export const GroupEventsRow = memo(function GroupEventsRow({ item, facts, observe }: GroupEventsRowProps) {
  const text = useText();
  const { messenger } = useApp();
  const times = useTimes();
  const { message, mine } = item;
  const said = useStore(messenger, ({ people }) => words(message, { text, people, own: facts.own }));
  const time = times.time(message.sentAt);
  const isFailed = message.state === 'failed';
  const failure = isFailed && [text.timeline.states.failed, messageReason(text, message)];
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no table around it
    <div
      role="gridcell"
      tabIndex={-1}
      ref={mine ? undefined : observe}
      className="message group-events"
      aria-label={[...said.split('\n'), time, ...(failure || [])].filter(Boolean).join(', ')}
      title={time}
      data-message={message.id}
    >
      <Body message={message} words={said} />
      {isFailed && (
        <p className="message-foot">
          <MessageState message={message} online={facts.online} />
        </p>
      )}
    </div>
  );
});

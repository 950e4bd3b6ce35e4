import { Flag } from 'lucide-react';
import { memo } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import { messageReason } from '../../../text/sentence.ts';
import { canDelete } from '../../../view-models/deletion/deletion.ts';
import { nameOf } from '../../../view-models/names.ts';
import type { MessageItem } from '../../../view-models/timeline/items.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { useTimes } from '../../app/use-times.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { DeleteButton } from '../../deletion/DeleteButton.tsx';
import { messageKinds } from '../../messages/kinds/message-kinds.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { MessageState } from './MessageState.tsx';

export type ObserveElement = (element: HTMLElement | null) => (() => void) | undefined;

interface MessageRowProps {
  readonly item: MessageItem;
  readonly facts: ConversationFacts;
  readonly observe: ObserveElement;
}

/** Nothing is sent any more where it is over. */
function isDeletable(message: Message, { own, group, blocked, deletedSince }: ConversationFacts): boolean {
  const isOver = blocked || deletedSince !== undefined || group?.ended !== undefined;
  return !isOver && canDelete(message, own, group?.rights.manages === true);
}

export const MessageRow = memo(function MessageRow({ item, facts, observe }: MessageRowProps) {
  const text = useText();
  const { messenger, navigation } = useApp();
  const { message, mine, first, last } = item;
  const name = useStore(messenger, ({ people }) => nameOf(people, message.sender));
  const several = facts.kind === 'public' || facts.kind === 'group';
  const times = useTimes();
  const time = times.time(message.sentAt);
  const { words, isReason, Body } = messageKinds[message.kind];
  const said = useStore(messenger, ({ people }) => words(message, { text, people, own: facts.own }));
  const remark = isReason || message.state === 'failed' ? undefined : messageReason(text, message);
  const spoken = [
    mine ? text.conversations.you : name,
    said,
    message.edited && text.timeline.edited,
    time,
    mine && text.timeline.states[message.state],
    remark,
    mine && message.state === 'failed' && messageReason(text, message),
  ];
  const standsAlone =
    last || message.edited || remark || message.state === 'failed' || message.state === 'held';

  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no table around it
    <div
      role="gridcell"
      tabIndex={-1}
      ref={mine ? undefined : observe}
      className="message"
      aria-label={spoken.filter(Boolean).join(', ')}
      data-message={message.id}
      data-mine={mine}
      data-last={last}
      data-several={several}
    >
      {several && !mine && last && <Avatar user={message.sender} name={name} size="small" />}
      <div className="message-column">
        {several && !mine && first && (
          <bdi className="message-sender" dir="auto">
            {name}
          </bdi>
        )}
        <Body words={said} />
        {!mine && message.kind === 'text' && (
          <button
            type="button"
            className="icon-button message-report"
            aria-label={text.reports.report}
            title={text.reports.report}
            onClick={() => navigation.show('report', `${message.id} ${message.sender}`)}
          >
            <Flag aria-hidden="true" />
          </button>
        )}
        {isDeletable(message, facts) && <DeleteButton message={message.id} />}
        {standsAlone && (
          <p className="message-foot">
            <time dateTime={message.sentAt}>{time}</time>
            {message.edited && (
              <span title={text.timeline.editedAt(times.time(message.edited))}>{text.timeline.edited}</span>
            )}
            {remark && <span className="message-reason">{remark}</span>}
            {mine && <MessageState message={message} online={facts.online} />}
          </p>
        )}
      </div>
    </div>
  );
});

import { Circle, CircleCheck, Forward } from 'lucide-react';
import { type MouseEvent, memo, useState } from 'react';
import type { Message, Quoted } from '../../../engine/api/api.ts';
import { messageReason } from '../../../text/sentence.ts';
import { plainWords } from '../../../view-models/formatting/formatted-text.ts';
import { nameOf } from '../../../view-models/names.ts';
import type { MessageItem } from '../../../view-models/timeline/items.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useStore } from '../../app/use-store.ts';
import { useTimes } from '../../app/use-times.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { MessageBar } from '../../messages/actions/MessageBar.tsx';
import { messageKinds } from '../../messages/kinds/message-kinds.ts';
import { Quote, quotedWords } from '../../messages/Quote.tsx';
import { Reactions } from '../../messages/Reactions.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import { MessageFoot } from './MessageFoot.tsx';

export type ObserveElement = (element: HTMLElement | null) => (() => void) | undefined;

/** What leads from a message to what belongs to all of them. */
export interface RowWays {
  readonly observe: ObserveElement;
  openMenu(message: Message, anchor: HTMLElement): void;
  show(quoted: Quoted, from: Message): void;
}

interface MessageRowProps {
  readonly item: MessageItem;
  readonly facts: ConversationFacts;
  readonly ways: RowWays;
}

export const MessageRow = memo(function MessageRow({ item, facts, ways }: MessageRowProps) {
  const text = useText();
  const { messenger, opened } = useApp();
  const hover = useHover();
  const choice = useSelecting(item.message);
  const { message, mine, first, last } = item;
  const name = useStore(messenger, ({ people }) => nameOf(people, message.sender));
  const several = facts.kind === 'public' || facts.kind === 'group';
  const times = useTimes();
  const time = times.time(message.sentAt);
  const disappears = useEnd(message);
  const { words, isReason, Body } = messageKinds[message.kind];
  const unlocked = useStore(opened, (all) => all.get(message.id));
  const shown = useStore(messenger, ({ people }) => words(message, { text, people, own: facts.own }));
  const said = unlocked === undefined ? shown : plainWords(unlocked, text.formatting.hidden);
  const remark = isReason || message.state === 'failed' ? undefined : messageReason(text, message);
  const quoted = useStore(
    messenger,
    (state) => message.replyTo && quotedWords(text, state, message.replyTo).spoken,
  );
  const spoken = [
    mine ? text.conversations.you : name,
    message.forwarded && text.forwarding.forwarded,
    quoted,
    said,
    message.mentions?.includes(facts.own) && text.messages.mentionsYou,
    message.edited && text.timeline.edited,
    time,
    disappears,
    message.silent && text.timeline.silent,
    mine && text.timeline.states[message.state],
    remark,
    mine && message.state === 'failed' && messageReason(text, message),
    message.reactions?.map(({ emoji, count }) => `${emoji} ${count}`).join(', '),
  ];
  const standsAlone =
    last ||
    disappears ||
    message.edited ||
    remark ||
    message.undoable ||
    message.state === 'failed' ||
    message.state === 'held';

  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no table around it
    <div
      role="gridcell"
      tabIndex={-1}
      ref={mine ? undefined : ways.observe}
      className="message"
      aria-label={spoken.filter(Boolean).join(', ')}
      data-message={message.id}
      data-mine={mine}
      data-last={last}
      data-several={several}
      aria-selected={choice?.isSelected}
      data-selecting={choice !== undefined}
      onClickCapture={choice?.onClick}
      onContextMenu={(event) => openMenuAt(event, message, ways)}
      {...hover.handlers}
    >
      {choice && (
        <span className="message-check" aria-hidden="true">
          {choice.isSelected ? <CircleCheck /> : <Circle />}
        </span>
      )}
      {several && !mine && last && <Avatar user={message.sender} name={name} size="small" />}
      <div className="message-column">
        {several && !mine && first && (
          <bdi className="message-sender" dir="auto">
            {name}
          </bdi>
        )}
        {message.forwarded && (
          <p className="message-forwarded">
            <Forward aria-hidden="true" />
            {text.forwarding.forwarded}
          </p>
        )}
        {message.replyTo && <Quote message={message} quoted={message.replyTo} onShow={ways.show} />}
        <Body message={message} words={said} />
        {message.reactions && <Reactions message={message} rights={facts.messageRights} />}
        {hover.isOver && !choice && (
          <MessageBar
            message={message}
            rights={facts.messageRights}
            onMore={({ currentTarget }) => openMenu(currentTarget, message, ways)}
          />
        )}
        {standsAlone && (
          <MessageFoot
            message={message}
            mine={mine}
            time={time}
            disappears={disappears}
            remark={remark}
            online={facts.online}
          />
        )}
      </div>
    </div>
  );
});

/** While messages are selected, a click on one takes it into the selection, or out of it, and does nothing else. */
function useSelecting(message: Message) {
  const { selection } = useApp();
  const state = useStore(selection, (now) => {
    if (now?.conversation !== message.conversation) return undefined;
    return now.messages.has(message.id) ? 'selected' : 'others';
  });
  if (!state) return undefined;
  return {
    isSelected: state === 'selected',
    onClick(event: MouseEvent) {
      event.preventDefault();
      event.stopPropagation();
      selection.toggle(message);
    },
  };
}

/** When the message disappears, if it does. */
function useEnd({ expires }: Message): string | undefined {
  const text = useText();
  const times = useTimes();
  return expires && text.disappearing.at(`${times.date(expires)}, ${times.time(expires)}`);
}

/** Whether the pointer or the focus is on a message: its bar is drawn then only. */
function useHover() {
  const [isOver, setOver] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const handlers = {
    onPointerEnter: () => setOver(true),
    onPointerLeave: () => setOver(false),
    onFocus: () => setFocus(true),
    onBlur: () => setFocus(false),
  };
  return { isOver: isOver || hasFocus, handlers };
}

/** A link and what is selected have a menu of their own. */
function openMenuAt(event: MouseEvent<HTMLElement>, message: Message, ways: RowWays): void {
  const target = event.target as HTMLElement; // the event of an element
  if (target.closest('a') || !(getSelection()?.isCollapsed ?? true)) return;
  event.preventDefault();
  openMenu(event.currentTarget, message, ways);
}

/** At what it is about: the bar is gone while a menu is open. */
function openMenu(within: Element, message: Message, ways: RowWays): void {
  const row = within.closest<HTMLElement>('.message');
  const anchor = row?.querySelector<HTMLElement>('.bubble') ?? row;
  if (anchor) ways.openMenu(message, anchor);
}

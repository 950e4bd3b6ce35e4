import { CircleAlert } from 'lucide-react';
import { ListBoxItem } from 'react-aria-components';
import { Avatar, SymbolAvatar } from '../../components/Avatar.tsx';
import { useText } from '../../text/text.tsx';
import { formatRecent } from '../../text/times.ts';
import type { ConversationEntry } from './entries.ts';

export function ConversationRow({ entry }: { entry: ConversationEntry }) {
  const text = useText();
  const { title, user, symbol, presence, preview, at, unread } = entry;
  const time = at && formatRecent(at, text.language, new Date());
  return (
    <ListBoxItem
      id={entry.id}
      textValue={title}
      aria-label={spokenRow(entry, time, text)}
      className="conversation-row"
      data-unread={unread > 0}
    >
      {symbol ? (
        <SymbolAvatar symbol={symbol} size="medium" />
      ) : (
        <Avatar user={user ?? title} name={title} size="medium" presence={presence} />
      )}
      <span className="row-words">
        <span className="row-line">
          <bdi className="row-title">{title}</bdi>
          <span className="row-time">{time}</span>
        </span>
        <span className="row-line">
          <span className="row-preview">
            {entry.draft && <span className="row-draft">{text.conversations.draft} </span>}
            <bdi>{preview}</bdi>
          </span>
          {entry.failed && <CircleAlert className="row-failed" aria-hidden="true" />}
          {unread > 0 && <span className="badge">{unread > 999 ? '999+' : unread}</span>}
        </span>
      </span>
    </ListBoxItem>
  );
}

function spokenRow(
  entry: ConversationEntry,
  time: string | undefined,
  text: ReturnType<typeof useText>,
): string {
  const { title, presence, unread, preview, failed } = entry;
  const parts = [
    title,
    presence && text.presence[presence],
    unread > 0 && text.conversations.unread(unread),
    failed && text.conversations.failed,
    entry.draft ? `${text.conversations.draft} ${preview}` : preview,
    time,
  ];
  return parts.filter(Boolean).join(', ');
}

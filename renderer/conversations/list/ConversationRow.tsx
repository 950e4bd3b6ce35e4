import { BellOff, CircleAlert } from 'lucide-react';
import type { ConversationEntry } from '../../../view-models/conversation-list/entries.ts';
import { useText } from '../../app/text.tsx';
import { useTimes } from '../../app/use-times.ts';
import { Avatar, SymbolAvatar } from '../../components/Avatar.tsx';
import { Spoken } from '../../components/Spoken.tsx';
import { ListedItem } from './ListedItem.tsx';

export function ConversationRow({ id, entry }: { id: string; entry: ConversationEntry }) {
  const text = useText();
  const { title, user, symbol, presence, preview, at, unread, mentions, muted, quiet } = entry;
  const times = useTimes();
  const time = at && times.recent(at);
  return (
    <ListedItem
      id={id}
      textValue={title}
      className="conversation-row"
      data-unread={unread > 0 && (!quiet || mentions > 0)}
      data-muted={quiet}
      data-ended={entry.ended}
    >
      {symbol ? (
        <SymbolAvatar symbol={symbol} size="medium" />
      ) : (
        <Avatar user={user ?? title} name={title} size="medium" presence={presence} />
      )}
      <span className="row-words">
        <span className="row-line">
          <bdi className="row-title">{title}</bdi>
          {presence && <Spoken>{text.presence[presence]}</Spoken>}
          <span className="row-time">{time}</span>
        </span>
        <span className="row-line">
          <span className="row-preview">
            {entry.draft && <span className="row-draft">{text.conversations.draft} </span>}
            <bdi>{preview}</bdi>
          </span>
          {entry.failed && (
            <CircleAlert className="row-failed" role="img" aria-label={text.conversations.failed} />
          )}
          {muted && <BellOff className="row-muted" role="img" aria-label={text.mute.muted} />}
          {mentions > 0 && (
            <span className="badge mention-badge">
              <span aria-hidden="true">@</span>
              <Spoken>{text.conversations.mentionsYou(mentions)}</Spoken>
            </span>
          )}
          {unread > 0 && (
            <span className="badge">
              {unread > 999 ? '999+' : unread}
              <Spoken>{text.conversations.unreadWord}</Spoken>
            </span>
          )}
        </span>
      </span>
    </ListedItem>
  );
}

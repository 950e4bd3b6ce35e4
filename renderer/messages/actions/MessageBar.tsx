import { Ellipsis } from 'lucide-react';
import type { MouseEvent } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import { type ActionRights, commonEmoji } from '../../../view-models/messages/message-actions.ts';
import { useText } from '../../app/text.tsx';
import { useMessageActions } from './use-message-actions.ts';

interface MessageBarProps {
  readonly message: Message;
  readonly rights: ActionRights;
  readonly onMore: (event: MouseEvent) => void;
}

const SHOWN_EMOJI = 3;

/** On the message that the pointer or the focus is on. The arrow keys lead into it, as into everything on a message; Tab passes by. */
export function MessageBar({ message, rights, onMore }: MessageBarProps) {
  const { messages } = useText();
  const { actions, mayReact, toggle } = useMessageActions(message, rights);
  const own = new Set(message.reactions?.flatMap(({ emoji, own: isOwn }) => (isOwn ? emoji : [])));
  if (actions.length === 0) return;
  return (
    <div className="message-bar">
      {mayReact &&
        commonEmoji.slice(0, SHOWN_EMOJI).map((emoji) => (
          <button
            key={emoji}
            type="button"
            tabIndex={-1}
            className="icon-button"
            aria-label={messages.react(emoji)}
            aria-pressed={own.has(emoji)}
            title={messages.react(emoji)}
            onClick={() => toggle(emoji)}
          >
            <span aria-hidden="true">{emoji}</span>
          </button>
        ))}
      {actions
        .filter(({ isInBar }) => isInBar)
        .map(({ name, icon: Icon, label, run }) => (
          <button
            key={name}
            type="button"
            tabIndex={-1}
            className="icon-button"
            aria-label={label}
            title={label}
            onClick={run}
          >
            <Icon aria-hidden="true" />
          </button>
        ))}
      <button
        type="button"
        tabIndex={-1}
        className="icon-button"
        aria-label={messages.more}
        aria-haspopup="menu"
        title={messages.more}
        onClick={onMore}
      >
        <Ellipsis aria-hidden="true" />
      </button>
    </div>
  );
}

import { BellOff, Timer } from 'lucide-react';
import type { Message } from '../../../engine/api/api.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useTimes } from '../../app/use-times.ts';
import { MessageState } from './MessageState.tsx';

interface MessageFootProps {
  readonly message: Message;
  readonly mine: boolean;
  readonly time: string;
  /** When it does, as a sentence. */
  readonly disappears: string | undefined;
  /** What is odd about it. */
  readonly remark: string | undefined;
  readonly online: boolean;
}

/** When a message was sent, and what there is to know about it beside what it says. */
export function MessageFoot({ message, mine, time, disappears, remark, online }: MessageFootProps) {
  const text = useText();
  const { navigation } = useApp();
  const times = useTimes();
  return (
    <p className="message-foot">
      <time dateTime={message.sentAt}>{time}</time>
      {disappears && (
        <span className="message-timer" title={disappears}>
          <Timer aria-hidden="true" />
        </span>
      )}
      {message.silent && (
        <span className="message-timer" title={text.timeline.silent}>
          <BellOff aria-hidden="true" />
        </span>
      )}
      {message.edited && (
        <button
          type="button"
          tabIndex={-1}
          className="message-edited"
          title={text.timeline.editedAt(times.time(message.edited))}
          aria-haspopup="dialog"
          onClick={() => navigation.show('messageDetails', message.id)}
        >
          {text.timeline.edited}
        </button>
      )}
      {remark && <span className="message-reason">{remark}</span>}
      {mine && <MessageState message={message} online={online} />}
    </p>
  );
}

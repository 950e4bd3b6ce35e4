import { ArrowDown, Undo2 } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { MessageId } from '../../../protocol/ids.ts';
import { useText } from '../../app/text.tsx';

interface BackToReplyProps {
  readonly reply: MessageId | undefined;
  readonly onPress: (reply: MessageId) => void;
}

/** From a message that one came to by its quote. */
export function BackToReply({ reply, onPress }: BackToReplyProps) {
  const { messages } = useText();
  if (reply === undefined) return;
  return (
    <Button className="back-to-reply" onPress={() => onPress(reply)}>
      <Undo2 aria-hidden="true" />
      {messages.backToReply}
    </Button>
  );
}

export function JumpToLatest({ unread, onPress }: { unread: number; onPress: () => void }) {
  const text = useText();
  const label = unread > 0 ? text.timeline.jumpCount(unread) : text.timeline.jump;
  return (
    <Button className="jump-to-latest" aria-label={label} onPress={onPress}>
      <ArrowDown aria-hidden="true" />
      {unread > 0 && <span className="badge">{unread > 999 ? '999+' : unread}</span>}
    </Button>
  );
}

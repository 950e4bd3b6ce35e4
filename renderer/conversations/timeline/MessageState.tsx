import { Check, CheckCheck, CircleAlert, Clock3, MoonStar } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Message } from '../../../engine/api/api.ts';
import { messageReason } from '../../../text/sentence.ts';
import { undoSend } from '../../../view-models/undo-send.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';

const icons = {
  sending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  held: MoonStar,
  failed: CircleAlert,
} as const;

/** How far one's own message has come. */
export function MessageState({ message, online }: { message: Message; online: boolean }) {
  const text = useText();
  const Icon = icons[message.state];
  const waits = message.state === 'sending' && !online;
  const reason = messageReason(text, message);
  const word = waits ? text.timeline.waiting : text.timeline.states[message.state];
  return (
    <span className="message-state" data-state={message.state} title={reason ?? word}>
      <Icon role="img" aria-label={word} />
      {(message.state === 'failed' || message.state === 'held' || waits) && (
        <span aria-hidden="true">{word}</span>
      )}
      {message.state === 'failed' && <span className="message-reason">{reason}</span>}
      {message.state === 'failed' && <TryAgain message={message} />}
      {message.undoable && <Undo message={message} />}
    </span>
  );
}

function TryAgain({ message }: { message: Message }) {
  const text = useText();
  const { engine, notices } = useApp();
  const again = () =>
    notices.showRefusal(engine.call('retry', { conversation: message.conversation, message: message.id }));
  return (
    <Button className="link-button" onPress={again}>
      {text.timeline.tryAgain}
    </Button>
  );
}

function Undo({ message }: { message: Message }) {
  const text = useText();
  const app = useApp();
  const undo = async () => {
    const refusal = await undoSend(app, message.conversation, message.id);
    if (refusal) app.notices.show(refusal);
  };
  return (
    <Button className="link-button" onPress={undo}>
      {text.timeline.undo}
    </Button>
  );
}

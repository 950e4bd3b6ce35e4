import { Reply } from 'lucide-react';
import { plainExcerpt } from '../../../view-models/formatting/formatted-text.ts';
import { nameOf } from '../../../view-models/names.ts';
import type { Answered } from '../../../view-models/replying.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import { ComposerBar } from './ComposerBar.tsx';

/** Shows what the message in the composer answers. */
export function ReplyBar({
  answered,
  onCancel,
}: {
  readonly answered: Answered;
  readonly onCancel: () => void;
}) {
  const { messages, formatting, locked } = useText();
  const { messenger } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, answered.sender));
  useAnnouncement(messages.replying(name), answered.id);
  return (
    <ComposerBar icon={Reply} cancelLabel={messages.cancelReply} onCancel={onCancel}>
      <bdi>{messages.replyTo(name)}</bdi>
      <bdi className="composer-answered" dir="auto">
        {answered.kind === 'locked' ? locked.message : plainExcerpt(answered.text ?? '', formatting.hidden)}
      </bdi>
    </ComposerBar>
  );
}

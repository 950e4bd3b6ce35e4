import { useState } from 'react';
import { Button } from 'react-aria-components';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Says who will read what, and hands the message to the owners of the server. */
export function ReportMessage({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, navigation, messenger, announcer } = useApp();
  const { conversation, about } = useStore(navigation, (place) => place);
  const [message, sender = ''] = about?.split(' ') ?? [];
  const name = useStore(messenger, ({ people }) => nameOf(people, sender));
  const [withContext, setWithContext] = useState(false);
  const { busy, refusal, submit } = useSubmission(
    () =>
      engine.call('report', {
        conversation: conversationId.parse(conversation),
        message: messageId.parse(message),
        ...(withContext && { context: limits.reportContext }),
      }),
    () => {
      announcer.say(text.reports.sent);
      onClose();
    },
  );
  if (conversation === undefined || message === undefined) return;
  return (
    <WindowDialog title={text.reports.reportTitle(name)} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <p>
          <bdi>{text.reports.meaning(name)}</bdi>
        </p>
        <label className="check">
          <input
            type="checkbox"
            checked={withContext}
            onChange={(event) => setWithContext(event.currentTarget.checked)}
          />
          <bdi>{text.reports.context(name)}</bdi>
        </label>
        <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          <SubmitButton busy={busy}>{text.reports.send}</SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

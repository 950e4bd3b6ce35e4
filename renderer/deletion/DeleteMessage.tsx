import { Button } from 'react-aria-components';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Says what deleting does, and deletes a message for everyone. */
export function DeleteMessage({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, navigation, announcer } = useApp();
  const { conversation, about: message } = useStore(navigation, (place) => place);
  const { busy, refusal, submit } = useSubmission(
    () =>
      engine.call('delete', {
        conversation: conversationId.parse(conversation),
        message: messageId.parse(message),
      }),
    () => {
      announcer.say(text.deletion.done);
      onClose();
    },
  );
  if (conversation === undefined || message === undefined) return;
  return (
    <WindowDialog title={text.deletion.title} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <p>{text.deletion.meaning}</p>
        <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          <SubmitButton kind="destructive" busy={busy}>
            {text.deletion.confirm}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

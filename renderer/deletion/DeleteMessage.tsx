import { Button } from 'react-aria-components';
import type { EngineClient } from '../../engine/api/api.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { type ConversationId, conversationId, type MessageId, messageId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Says what deleting does, and deletes one message for everyone, or several. */
export function DeleteMessage({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, navigation, announcer, selection } = useApp();
  const { conversation, about = '' } = useStore(navigation, (place) => place);
  const messages = about.split(' ');
  const isOne = messages.length === 1;
  const { busy, refusal, submit } = useSubmission(
    () =>
      deleteAll(
        engine,
        conversationId.parse(conversation),
        messages.map((id) => messageId.parse(id)),
      ),
    () => {
      announcer.say(isOne ? text.deletion.done : text.selection.deleted(messages.length));
      selection.end();
      onClose();
    },
  );
  if (conversation === undefined || about === '') return;
  return (
    <WindowDialog
      title={isOne ? text.deletion.title : text.selection.deleteTitle(messages.length)}
      onClose={onClose}
    >
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

/** Up to the first that is refused. */
async function deleteAll(
  engine: EngineClient,
  conversation: ConversationId,
  messages: readonly MessageId[],
): Promise<Result<unknown>> {
  for (const message of messages) {
    const deleted = await engine.call('delete', { conversation, message });
    if (!deleted.ok) return deleted;
  }
  return ok({});
}

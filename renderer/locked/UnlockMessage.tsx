import { useState } from 'react';
import { Button } from 'react-aria-components';
import { conversationId, messageId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Asks for the passphrase of a locked message. */
export function UnlockMessage({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { navigation, opened } = useApp();
  const { conversation, about: message } = useStore(navigation, (place) => place);
  const [passphrase, setPassphrase] = useState('');
  const { busy, refusal, submit } = useSubmission(
    () =>
      passphrase === ''
        ? undefined
        : opened.open({
            conversation: conversationId.parse(conversation),
            message: messageId.parse(message),
            passphrase,
          }),
    onClose,
  );
  if (conversation === undefined || message === undefined) return;
  return (
    <WindowDialog title={text.locked.unlockTitle} fillIn onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <SecretField
          label={text.locked.passphrase}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="off"
        />
        <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          <SubmitButton busy={busy} isDisabled={passphrase === ''}>
            {text.locked.unlock}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

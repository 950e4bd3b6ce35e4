import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { conversationId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** There was no Parley before. */
const EARLIEST = '2020-01-01';

/** Brings the open conversation to the first message of a day, or the next one after it. */
export function GoToDate({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, navigation, showMessage } = useApp();
  const { conversation } = useStore(navigation, (place) => place);
  const [day, choose] = useState('');
  const { busy, refusal, submit } = useSubmission(
    () =>
      day === ''
        ? undefined
        : engine.call('history', {
            conversation: conversationId.parse(conversation),
            at: new Date(`${day}T00:00`).toISOString(),
          }),
    ({ found }) => {
      onClose();
      if (found) showMessage.send(found);
    },
  );
  return (
    <WindowDialog title={text.goToDate.title} fillIn onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <TextField className="field" value={day} onChange={choose}>
          <Label>{text.goToDate.day}</Label>
          <Input type="date" min={EARLIEST} max={today()} />
        </TextField>
        <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          <SubmitButton busy={busy} isDisabled={day === ''}>
            {text.goToDate.go}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

/** Here, as a date field writes it. */
function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

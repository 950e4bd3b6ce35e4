import { useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { isBlank } from '../../protocol/blank-text.ts';
import { conversationId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { parseLine } from '../../view-models/commands/commands.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Field, SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

/** Sends what is in the composer, or written here, under a passphrase. */
export function SendLocked({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { engine, navigation, drafts, replying } = useApp();
  const { conversation } = useStore(navigation, (place) => place);
  const here = conversationId.parse(conversation);
  const [draft] = useState(() => drafts.get().get(here) ?? '');
  const [written, write] = useState(() => textIn(draft));
  const [passphrase, setPassphrase] = useState('');
  const [hint, setHint] = useState('');
  const isWhole = !isBlank(written) && passphrase !== '';
  const { busy, refusal, submit } = useSubmission(
    () => {
      const answered = replying.get().get(here);
      const secret = { passphrase, ...(!isBlank(hint) && { hint: hint.trim() }) };
      return isWhole
        ? engine.call('send', {
            conversation: here,
            text: written,
            secret,
            ...(answered && { replyTo: answered.id }),
          })
        : undefined;
    },
    () => {
      if (drafts.get().get(here) === draft && textIn(draft) !== '') drafts.write(here, '');
      replying.end(here);
      onClose();
    },
  );
  return (
    <WindowDialog title={text.locked.send} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <p>{text.locked.meaning}</p>
        <TextField className="field" value={written} onChange={write} autoFocus>
          <Label>{text.locked.text}</Label>
          <TextArea rows={4} dir="auto" />
        </TextField>
        <SecretField
          label={text.locked.passphrase}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="off"
        />
        <Field
          label={text.locked.hint}
          hint={text.locked.hintMeaning}
          value={hint}
          maxLength={limits.hintCharacters}
          onChange={setHint}
        />
        <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          <SubmitButton busy={busy} isDisabled={!isWhole}>
            {text.locked.confirm}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

/** A command stays in the composer. */
function textIn(draft: string): string {
  const parsed = parseLine(draft);
  return parsed.kind === 'text' ? parsed.text : '';
}

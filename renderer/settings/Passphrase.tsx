import { useState } from 'react';
import { limits } from '../../protocol/limits.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { Success } from '../components/Success.tsx';
import { useSubmission } from '../components/use-submission.ts';

interface PassphraseProps {
  /** It is changed, not added. */
  readonly isThere: boolean;
  readonly onKept: () => void;
}

export function Passphrase({ isThere, onKept }: PassphraseProps) {
  const text = useText();
  const { engine } = useApp();
  const [passphrase, setPassphrase] = useState('');
  const [checked, setChecked] = useState(false);
  const [kept, setKept] = useState(false);

  const { busy, refusal, submit } = useSubmission(
    () => {
      setChecked(true);
      setKept(false);
      return isLongEnough(passphrase)
        ? engine.call('addKeySlot', { kind: 'passphrase', passphrase })
        : undefined;
    },
    () => {
      setPassphrase('');
      setChecked(false);
      setKept(true);
      onKept();
    },
  );

  return (
    <form className="account-form" onSubmit={submit}>
      <NewPassword
        label={isThere ? text.unlocking.newPassphrase : text.unlocking.passphrase}
        hint={text.unlocking.passphraseHint(limits.minimumPasswordCharacters)}
        value={passphrase}
        onChange={setPassphrase}
        checked={checked}
      />
      <Problem>{refusal && refusalSentence(text, refusal)}</Problem>
      <Success>{kept ? text.unlocking.kept : undefined}</Success>
      <SubmitButton busy={busy} isDisabled={passphrase === ''}>
        {isThere ? text.unlocking.change : text.unlocking.add}
      </SubmitButton>
    </form>
  );
}

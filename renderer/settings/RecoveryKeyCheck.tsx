import { useState } from 'react';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
import { RecoveryKeyField } from '../components/RecoveryKeyField.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { Success } from '../components/Success.tsx';
import { useSubmission } from '../components/use-submission.ts';

/** Checks that the user still has the recovery key, and changes nothing. */
export function RecoveryKeyCheck() {
  const text = useText();
  const { engine } = useApp();
  const [recoveryKey, setRecoveryKey] = useState('');
  const [fits, setFits] = useState(false);
  const { busy, refusal, submit } = useSubmission(
    () => {
      setFits(false);
      return recoveryKey.trim() === '' ? undefined : engine.call('checkRecoveryKey', { recoveryKey });
    },
    () => {
      setRecoveryKey('');
      setFits(true);
    },
  );
  return (
    <form className="account-form" onSubmit={submit}>
      <p className="field-hint">{text.recoveryCheck.lead}</p>
      <RecoveryKeyField value={recoveryKey} onChange={setRecoveryKey} />
      <Problem about={refusal}>{refusal && refusalSentence(text, refusal)}</Problem>
      <Success>{fits ? text.recoveryCheck.fits : undefined}</Success>
      <SubmitButton busy={busy} isDisabled={recoveryKey.trim() === ''}>
        {busy ? text.recoveryCheck.checking : text.recoveryCheck.check}
      </SubmitButton>
    </form>
  );
}

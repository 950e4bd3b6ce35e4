import { useState } from 'react';
import { acceptedVault } from '../../view-models/account/accepted.ts';
import { credentialsProblem } from '../../view-models/account/credentials-problem.ts';
import { AcceptRefused } from '../account/AcceptRefused.tsx';
import { useWaiting } from '../account/use-waiting.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { SecretField } from '../components/Field.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { Success } from '../components/Success.tsx';
import { useSubmission } from '../components/use-submission.ts';

export function Password() {
  const text = useText();
  const { engine } = useApp();
  const [oldPassword, setOldPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [changed, setChanged] = useState(false);

  const submission = useSubmission(
    (accepted) => {
      setChecked(true);
      setChanged(false);
      return isLongEnough(newPassword)
        ? engine.call('changePassword', { oldPassword, newPassword, ...acceptedVault(accepted) })
        : undefined;
    },
    () => {
      setOldPassword('');
      setNewPassword('');
      setChecked(false);
      setChanged(true);
    },
  );
  const { busy, refusal, submit } = submission;
  const waiting = useWaiting(refusal);
  const isWrong = refusal?.code === 'wrong-credentials';

  return (
    <form className="account-form" onSubmit={submit}>
      <SecretField label={text.account.oldPassword} value={oldPassword} onChange={setOldPassword} />
      <NewPassword
        label={text.account.newPassword}
        value={newPassword}
        onChange={setNewPassword}
        checked={checked}
      />
      <Problem about={refusal}>
        {isWrong ? text.settings.wrongPassword : credentialsProblem(text, refusal, waiting)}
      </Problem>
      <AcceptRefused submission={submission} />
      <Success>{changed ? text.settings.passwordChanged : undefined}</Success>
      <SubmitButton busy={busy} isDisabled={waiting > 0 || oldPassword === ''}>
        {busy ? text.settings.changing : text.settings.changePassword}
      </SubmitButton>
    </form>
  );
}

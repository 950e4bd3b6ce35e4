import { useState } from 'react';
import { Button, FieldError, Label, TextArea, TextField } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field } from '../components/Field.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { Problem } from '../components/Problem.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountCard } from './AccountCard.tsx';
import type { AccountViewProps } from './account-view.ts';
import { credentialsProblem } from './credentials-problem.ts';
import { hostOf } from './host-of.ts';
import { useWaiting } from './use-waiting.ts';

export function RecoverAccount({ server, username, setUsername, show }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const [recoveryKey, setRecoveryKey] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [checked, setChecked] = useState(false);

  const { busy, refusal, submit } = useSubmission(() => {
    setChecked(true);
    const complete = username.trim() !== '' && recoveryKey.trim() !== '' && isLongEnough(newPassword);
    return complete
      ? engine.call('signInWithRecoveryKey', { username, recoveryKey, newPassword })
      : undefined;
  });
  const waiting = useWaiting(refusal);

  return (
    <AccountCard title={text.account.recoverTitle} lead={hostOf(server.url)}>
      <form className="account-form" onSubmit={submit}>
        <Field
          label={text.account.username}
          problem={checked && username.trim() === '' ? text.account.missing : undefined}
          value={username}
          onChange={setUsername}
        />
        <TextField
          className="field"
          value={recoveryKey}
          onChange={setRecoveryKey}
          autoComplete="off"
          isInvalid={checked && recoveryKey.trim() === ''}
          validationBehavior="aria"
        >
          <Label>{text.account.recoveryKey}</Label>
          <TextArea rows={4} spellCheck={false} placeholder={text.account.recoveryKeyHint} />
          <FieldError className="field-problem">{text.account.missing}</FieldError>
        </TextField>
        <NewPassword
          label={text.account.newPassword}
          value={newPassword}
          onChange={setNewPassword}
          checked={checked}
        />
        <Problem about={refusal}>{credentialsProblem(text, refusal, waiting)}</Problem>
        <Button type="submit" className="button primary" isDisabled={busy || waiting > 0}>
          {busy ? text.account.recovering : text.account.recover}
        </Button>
      </form>
      <p className="account-other">
        <Button className="link-button" onPress={() => show('sign-in')}>
          {text.back}
        </Button>
      </p>
    </AccountCard>
  );
}

import { useState } from 'react';
import { acceptedReset, acceptedVault } from '../../view-models/account/accepted.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field } from '../components/Field.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { RecoveryKeyField } from '../components/RecoveryKeyField.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm, BackLink } from './AccountForm.tsx';
import type { AccountViewProps } from './account-view.ts';

export function RecoverAccount({ server, username, setUsername, show }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const [recoveryKey, setRecoveryKey] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [checked, setChecked] = useState(false);

  const submission = useSubmission((accepted) => {
    setChecked(true);
    const complete = username.trim() !== '' && recoveryKey.trim() !== '' && isLongEnough(newPassword);
    return complete
      ? engine.call('signInWithRecoveryKey', {
          username,
          recoveryKey,
          newPassword,
          ...acceptedVault(accepted),
          ...acceptedReset(accepted),
        })
      : undefined;
  });

  return (
    <AccountForm
      title={text.account.recoverTitle}
      server={server}
      submission={submission}
      labels={{ idle: text.account.recover, busy: text.account.recovering }}
      links={<BackLink onPress={() => show('sign-in')} />}
    >
      <Field
        label={text.account.username}
        problem={checked && username.trim() === '' ? text.account.missing : undefined}
        value={username}
        onChange={setUsername}
      />
      <RecoveryKeyField
        value={recoveryKey}
        onChange={setRecoveryKey}
        isMissing={checked && recoveryKey.trim() === ''}
      />
      <NewPassword
        label={text.account.newPassword}
        value={newPassword}
        onChange={setNewPassword}
        checked={checked}
      />
    </AccountForm>
  );
}

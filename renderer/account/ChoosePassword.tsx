import { useState } from 'react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm, BackLink } from './AccountForm.tsx';
import type { AccountViewProps } from './account-view.ts';

/** An account that an administrator has made gets its keys, and a password that only its owner knows. */
export function ChoosePassword({
  server,
  username,
  initialPassword,
  onRegistration,
  show,
}: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const isNew = password !== initialPassword;

  function register() {
    setChecked(true);
    if (!isLongEnough(password) || !isNew) return;
    onRegistration('running');
    return engine.call('register', { username, password, initialPassword });
  }

  const submission = useSubmission(register, onRegistration, () => onRegistration(undefined));

  return (
    <AccountForm
      title={text.settingUp.title}
      server={server}
      submission={submission}
      labels={{ idle: text.settingUp.choose, busy: text.account.creating }}
      links={<BackLink onPress={() => show('sign-in')} />}
    >
      <p className="field-hint">{text.settingUp.purpose(username.trim())}</p>
      {/* A password manager needs the username beside the new password. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <NewPassword
        label={text.account.newPassword}
        problem={checked && !isNew ? text.settingUp.sameAsGiven : undefined}
        value={password}
        onChange={setPassword}
        checked={checked}
      />
    </AccountForm>
  );
}

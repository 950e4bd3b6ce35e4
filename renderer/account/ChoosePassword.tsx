import { useState } from 'react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm, BackLink } from './AccountForm.tsx';
import { AfterReset } from './AfterReset.tsx';
import type { AccountViewProps } from './account-view.ts';

/** An account that an administrator has made or reset gets its keys, and a password that only its owner knows. */
export function ChoosePassword({ server, username, waiting, onRegistration, show }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const { initialPassword = '', refusal } = waiting ?? {};
  const isNew = password !== initialPassword;
  const wasReset = refusal?.code === 'account-reset';
  const hasMessages = refusal?.facts?.unsent !== undefined;
  const { afterReset } = text.settingUp;
  const begin = hasMessages ? afterReset.eraseAndBegin : afterReset.begin;

  function register() {
    setChecked(true);
    if (!isLongEnough(password) || !isNew) return;
    onRegistration('running');
    const accepted = wasReset ? { acceptReset: true as const } : {};
    return engine.call('register', { username, password, initialPassword, ...accepted });
  }

  const submission = useSubmission(register, onRegistration, () => onRegistration(undefined));

  return (
    <AccountForm
      title={wasReset ? afterReset.title : text.settingUp.title}
      server={server}
      submission={submission}
      labels={{ idle: wasReset ? begin : text.settingUp.choose, busy: text.account.creating }}
      links={<BackLink onPress={() => show('sign-in')} />}
    >
      {refusal && wasReset ? (
        <AfterReset username={username.trim()} refusal={refusal} />
      ) : (
        <p className="field-hint">{text.settingUp.purpose(username.trim())}</p>
      )}
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

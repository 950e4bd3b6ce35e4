import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { Problem } from '../components/Problem.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountCard } from './AccountCard.tsx';
import type { AccountViewProps } from './account-view.ts';
import { credentialsProblem } from './credentials-problem.ts';
import { hostOf } from './host-of.ts';
import { useWaiting } from './use-waiting.ts';

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

  const { busy, refusal, submit } = useSubmission(register, onRegistration, () => onRegistration(undefined));
  const waiting = useWaiting(refusal);

  return (
    <AccountCard title={text.settingUp.title} lead={hostOf(server.url)}>
      <form className="account-form" onSubmit={submit}>
        <p className="field-hint">{text.settingUp.purpose(username.trim())}</p>
        {/* For the password's keeper, which otherwise takes it for nobody's. */}
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <NewPassword
          label={text.account.newPassword}
          problem={checked && !isNew ? text.settingUp.sameAsGiven : undefined}
          value={password}
          onChange={setPassword}
          checked={checked}
        />
        <Problem>{credentialsProblem(text, refusal, waiting)}</Problem>
        <Button type="submit" className="button primary" isDisabled={busy || waiting > 0}>
          {busy ? text.account.creating : text.settingUp.choose}
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

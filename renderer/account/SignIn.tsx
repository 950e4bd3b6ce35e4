import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Refusal } from '../../protocol/errors.ts';
import { acceptedReset, acceptedVault } from '../../view-models/account/accepted.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field, SecretField } from '../components/Field.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm } from './AccountForm.tsx';
import { type AccountViewProps, waitsForSetUp } from './account-view.ts';
import { RecoveryKeyNeeded } from './RecoveryKeyNeeded.tsx';

export function SignIn({ server, ended, show, onLeave, ...entered }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const { username, setUsername } = entered;
  const [password, setPassword] = useState('');
  const complete = username.trim() !== '' && password !== '';

  const [needsRecoveryKey, setNeedsRecoveryKey] = useState(false);

  function onRefused(refusal: Refusal): void {
    setNeedsRecoveryKey(refusal.code === 'recovery-key-needed');
    if (waitsForSetUp(refusal)) entered.setUp({ initialPassword: password, refusal });
  }

  const submission = useSubmission(
    (accepted) =>
      complete
        ? engine.call('signIn', {
            username,
            password,
            ...acceptedVault(accepted),
            ...acceptedReset(accepted),
          })
        : undefined,
    undefined,
    onRefused,
  );

  if (needsRecoveryKey) {
    const onBack = () => setNeedsRecoveryKey(false);
    return <RecoveryKeyNeeded {...{ server, username, password, onBack }} />;
  }
  return (
    <AccountForm
      title={text.account.signIn}
      server={server}
      submission={submission}
      ended={ended}
      isComplete={complete}
      labels={{ idle: text.account.signIn, busy: text.account.signingIn }}
      links={
        <>
          <p className="account-other">
            {text.account.createFirst}{' '}
            <Button className="link-button" onPress={() => show('create')}>
              {text.account.createLink}
            </Button>
          </p>
          <p className="account-other account-links">
            <Button className="link-button" onPress={() => show('recover')}>
              {text.account.forgot}
            </Button>
            <Button className="link-button" onPress={onLeave}>
              {text.account.otherServer}
            </Button>
          </p>
        </>
      }
    >
      <Field label={text.account.username} value={username} onChange={setUsername} autoComplete="username" />
      <SecretField
        label={text.account.password}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
    </AccountForm>
  );
}

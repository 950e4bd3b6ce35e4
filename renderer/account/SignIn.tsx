import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Refusal } from '../../protocol/errors.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field, SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountCard } from './AccountCard.tsx';
import type { AccountViewProps } from './account-view.ts';
import { credentialsProblem } from './credentials-problem.ts';
import { hostOf } from './host-of.ts';
import { useWaiting } from './use-waiting.ts';

export function SignIn({ server, ended, show, onLeave, ...entered }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const { username, setUsername } = entered;
  const [password, setPassword] = useState('');
  const complete = username.trim() !== '' && password !== '';

  function onRefused({ code }: Refusal): void {
    if (code !== 'set-up-required') return;
    entered.setInitialPassword(password);
    show('set-up');
  }

  const { busy, refusal, submit } = useSubmission(
    () => (complete ? engine.call('signIn', { username, password }) : undefined),
    undefined,
    onRefused,
  );
  const problem = refusal ?? ended;
  const waiting = useWaiting(problem);

  return (
    <AccountCard title={text.account.signIn} lead={hostOf(server.url)}>
      <form className="account-form" onSubmit={submit}>
        <Field
          label={text.account.username}
          value={username}
          onChange={setUsername}
          autoComplete="username"
        />
        <SecretField
          label={text.account.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <Problem about={problem}>{credentialsProblem(text, problem, waiting)}</Problem>
        <Button type="submit" className="button primary" isDisabled={busy || waiting > 0 || !complete}>
          {busy ? text.account.signingIn : text.account.signIn}
        </Button>
      </form>
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
    </AccountCard>
  );
}

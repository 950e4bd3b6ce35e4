import { Check } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { LONGEST_TYPED_NAME, parseTypedName } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
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
import { inviteToken } from './invite-token.ts';
import { useWaiting } from './use-waiting.ts';

export function CreateAccount({ server, onRegistration, onLeave, show, ...entered }: AccountViewProps) {
  const text = useText();
  const { engine } = useApp();
  const { username, setUsername } = entered;
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [invite, setInvite] = useState(server.invite ?? '');
  const [checked, setChecked] = useState(false);
  const goodName = parseTypedName(username) !== undefined;
  const badName = username.trim() === '' ? text.account.usernameMissing : text.account.usernameBad;

  function register() {
    setChecked(true);
    if (!goodName || !isLongEnough(password)) return;
    onRegistration('running');
    const name = displayName.trim();
    const token = inviteToken(invite);
    return engine.call('register', {
      username,
      password,
      ...(name && { displayName: name }),
      ...(token && { invite: token }),
    });
  }

  const { busy, refusal, submit } = useSubmission(register, onRegistration, () => onRegistration(undefined));
  const waiting = useWaiting(refusal);
  const asksInvite = inviteCodes.has(refusal?.code ?? '');

  return (
    <AccountCard title={text.account.createTitle} lead={hostOf(server.url)}>
      <form className="account-form" onSubmit={submit}>
        <Field
          label={text.account.username}
          hint={text.account.usernameHint}
          problem={checked && !goodName ? badName : undefined}
          value={username}
          onChange={setUsername}
          maxLength={LONGEST_TYPED_NAME}
          autoComplete="username"
        />
        <Field
          label={text.account.displayName}
          value={displayName}
          onChange={setDisplayName}
          maxLength={limits.displayNameCharacters}
          autoComplete="name"
        />
        <NewPassword
          label={text.account.password}
          value={password}
          onChange={setPassword}
          checked={checked}
        />
        {asksInvite && (
          <Field
            label={text.account.invite}
            hint={text.account.inviteHint}
            value={invite}
            onChange={setInvite}
          />
        )}
        {server.invite !== undefined && !asksInvite && (
          <p className="invited">
            <Check aria-hidden="true" />
            {text.account.invited}
          </p>
        )}
        <Problem about={refusal}>{credentialsProblem(text, refusal, waiting)}</Problem>
        <Button type="submit" className="button primary" isDisabled={busy || waiting > 0}>
          {busy ? text.account.creating : text.account.create}
        </Button>
      </form>
      <p className="account-other">
        {text.account.haveAccount}{' '}
        <Button className="link-button" onPress={() => show('sign-in')}>
          {text.account.signIn}
        </Button>
      </p>
      <p className="account-other">
        <Button className="link-button" onPress={onLeave}>
          {text.account.otherServer}
        </Button>
      </p>
    </AccountCard>
  );
}

const inviteCodes: ReadonlySet<string> = new Set(['invite-required', 'invite-invalid']);

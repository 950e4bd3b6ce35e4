import { Check } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Refusal } from '../../protocol/errors.ts';
import { LONGEST_TYPED_NAME, parseTypedName } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field } from '../components/Field.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm } from './AccountForm.tsx';
import { type AccountViewProps, waitsForSetUp } from './account-view.ts';

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
    const given = invite.trim();
    return engine.call('register', {
      username,
      password,
      ...(name && { displayName: name }),
      ...(given && { invite: given }),
    });
  }

  function onRefused(refusal: Refusal): void {
    onRegistration(undefined);
    // What was entered as an invite is the password that was given out.
    if (waitsForSetUp(refusal)) entered.setUp({ initialPassword: invite.trim(), refusal });
  }

  const submission = useSubmission(register, onRegistration, onRefused);
  const asksInvite = inviteCodes.has(submission.refusal?.code ?? '');

  return (
    <AccountForm
      title={text.account.createTitle}
      server={server}
      submission={submission}
      labels={{ idle: text.account.create, busy: text.account.creating }}
      links={<OtherWays onSignIn={() => show('sign-in')} onLeave={onLeave} />}
    >
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
      <NewPassword label={text.account.password} value={password} onChange={setPassword} checked={checked} />
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
    </AccountForm>
  );
}

function OtherWays({ onSignIn, onLeave }: { onSignIn: () => void; onLeave: () => void }) {
  const text = useText();
  return (
    <>
      <p className="account-other">
        {text.account.haveAccount}{' '}
        <Button className="link-button" onPress={onSignIn}>
          {text.account.signIn}
        </Button>
      </p>
      <p className="account-other">
        <Button className="link-button" onPress={onLeave}>
          {text.account.otherServer}
        </Button>
      </p>
    </>
  );
}

const inviteCodes: ReadonlySet<string> = new Set(['invite-required', 'invite-invalid']);

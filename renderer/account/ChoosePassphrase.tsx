import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { limits } from '../../protocol/limits.ts';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useText } from '../text/text.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';
import { isLongEnough, NewPassword } from './NewPassword.tsx';
import type { LockedProps } from './use-server.ts';

/** Where there is no keychain, before anything is stored. A slip here would lock out for good: it is typed twice. */
export function ChoosePassphrase({ door, locked }: LockedProps) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [checked, setChecked] = useState(false);
  const isSame = again === passphrase;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (isLongEnough(passphrase) && isSame) locked.open(passphrase);
  }

  return (
    <AccountCard title={text.choosing.title} lead={locked.server && hostOf(locked.server)}>
      <form className="account-form" onSubmit={submit}>
        <p className="field-hint">{text.choosing.purpose}</p>
        <NewPassword
          label={text.firstRun.passphrase}
          hint={text.unlocking.passphraseHint(limits.minimumPasswordCharacters)}
          value={passphrase}
          onChange={setPassphrase}
          checked={checked}
          autoFocus
        />
        <SecretField
          label={text.choosing.again}
          problem={checked && !isSame ? text.choosing.different : undefined}
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
        />
        <Problem>{door.problem}</Problem>
        <Button type="submit" className="button primary" isDisabled={door.busy !== undefined}>
          {text.choosing.choose}
        </Button>
        <Button className="link-button" onPress={door.leave}>
          {text.account.otherServer}
        </Button>
      </form>
    </AccountCard>
  );
}

import { useState } from 'react';
import { limits } from '../../protocol/limits.ts';
import { useText } from '../app/text.tsx';
import { SecretField } from '../components/Field.tsx';
import { isLongEnough, NewPassword } from '../components/NewPassword.tsx';
import { LockCard } from './LockCard.tsx';
import type { LockedProps } from './use-server.ts';

/** Where there is no keychain, before anything is stored. A slip here would lock out for good: it is typed twice. */
export function ChoosePassphrase({ selection, locked }: LockedProps) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [checked, setChecked] = useState(false);
  const isSame = again === passphrase;

  function submit(): void {
    setChecked(true);
    if (isLongEnough(passphrase) && isSame) locked.open(passphrase);
  }

  return (
    <LockCard
      selection={selection}
      locked={locked}
      title={text.choosing.title}
      button={text.choosing.choose}
      onSubmit={submit}
    >
      <p className="field-hint">{text.choosing.purpose}</p>
      <NewPassword
        label={text.firstRun.passphrase}
        hint={text.unlocking.passphraseHint(limits.minimumPasswordCharacters)}
        value={passphrase}
        onChange={setPassphrase}
        checked={checked}
      />
      <SecretField
        label={text.choosing.again}
        problem={checked && !isSame ? text.choosing.different : undefined}
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
      />
    </LockCard>
  );
}

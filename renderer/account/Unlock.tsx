import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useText } from '../text/text.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';
import type { LockedProps } from './use-server.ts';

/** The other way into the profile, where there is no keychain. */
export function Unlock({ door, locked }: LockedProps) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');

  function submit(event: FormEvent): void {
    event.preventDefault();
    locked.open(passphrase);
  }

  return (
    <AccountCard title={text.firstRun.unlock} lead={locked.server && hostOf(locked.server)}>
      <form className="account-form" onSubmit={submit}>
        <SecretField
          label={text.firstRun.passphrase}
          hint={text.firstRun.unlockHint}
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
        />
        <Problem>{door.problem}</Problem>
        <Button
          type="submit"
          className="button primary"
          isDisabled={passphrase === '' || door.busy !== undefined}
        >
          {text.firstRun.unlockButton}
        </Button>
        <Button className="link-button" onPress={door.leave}>
          {text.account.otherServer}
        </Button>
      </form>
    </AccountCard>
  );
}

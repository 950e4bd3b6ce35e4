import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useText } from '../text/text.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';
import type { ServerDoor } from './use-server.ts';

/** The other way into the profile, where there is no keychain. */
export function Unlock({ door, server }: { door: ServerDoor; server: string }) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');

  function submit(event: FormEvent): void {
    event.preventDefault();
    door.connect(server, passphrase);
  }

  return (
    <AccountCard title={text.firstRun.unlock} lead={hostOf(server)}>
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

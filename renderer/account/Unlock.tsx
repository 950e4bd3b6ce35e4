import { useState } from 'react';
import { SecretField } from '../components/Field.tsx';
import { useText } from '../text/text.tsx';
import { LockCard } from './LockCard.tsx';
import type { LockedProps } from './use-server.ts';

/** The other way into the profile, where there is no keychain. */
export function Unlock({ door, locked }: LockedProps) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');

  return (
    <LockCard
      door={door}
      locked={locked}
      title={text.firstRun.unlock}
      button={text.firstRun.unlockButton}
      isDisabled={passphrase === ''}
      onSubmit={() => locked.open(passphrase)}
    >
      <SecretField
        label={text.firstRun.passphrase}
        hint={text.firstRun.unlockHint}
        value={passphrase}
        onChange={setPassphrase}
      />
    </LockCard>
  );
}

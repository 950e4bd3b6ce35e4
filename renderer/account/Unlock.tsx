import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { SecretField } from '../components/Field.tsx';
import { LockCard } from './LockCard.tsx';
import type { LockedProps } from './use-server.ts';

/** The other way into the profile, where there is no keychain. */
export function Unlock({ selection, locked }: LockedProps) {
  const text = useText();
  const [passphrase, setPassphrase] = useState('');

  return (
    <LockCard
      selection={selection}
      locked={locked}
      title={text.firstRun.unlock}
      button={text.firstRun.unlockButton}
      isDisabled={passphrase === ''}
      onSubmit={() => locked.open(passphrase)}
      more={<Forgotten onBeginAnew={locked.beginAnew} />}
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

/** Said first what it means: it takes two presses. */
function Forgotten({ onBeginAnew }: { onBeginAnew: () => void }) {
  const text = useText();
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button className="link-button" onPress={() => setAsked(true)}>
        {text.lostKey.forgotten}
      </Button>
    );
  }
  return (
    <>
      <p className="field-hint">{text.lostKey.anew}</p>
      <Button className="button" onPress={onBeginAnew}>
        {text.lostKey.beginAnew}
      </Button>
    </>
  );
}

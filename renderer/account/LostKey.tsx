import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { LockCard } from './LockCard.tsx';
import type { LockedProps } from './use-server.ts';

/** The keychain was reset, or what it opens is gone: no passphrase would help. */
export function LostKey({ selection, locked }: LockedProps) {
  const text = useText();
  return (
    <LockCard
      selection={selection}
      locked={locked}
      title={text.lostKey.title}
      button={text.lostKey.tryAgain}
      onSubmit={locked.tryAgain}
      more={
        <>
          <p className="field-hint">{text.lostKey.anew}</p>
          <Button className="button" onPress={locked.beginAnew} isDisabled={selection.busy !== undefined}>
            {text.lostKey.beginAnew}
          </Button>
        </>
      }
    >
      <p className="field-hint">{text.lostKey.why}</p>
    </LockCard>
  );
}

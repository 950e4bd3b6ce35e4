import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { LockCard } from './LockCard.tsx';
import type { LockedProps } from './use-server.ts';

/** The keychain was reset, or what it opens is gone: no passphrase would help. */
export function LostKey({ door, locked }: LockedProps) {
  const text = useText();
  return (
    <LockCard
      door={door}
      locked={locked}
      title={text.lostKey.title}
      button={text.lostKey.beginAnew}
      onSubmit={locked.beginAnew}
    >
      <p className="field-hint">{text.lostKey.why}</p>
      <p className="field-hint">{text.lostKey.anew}</p>
      <Button className="button" onPress={locked.tryAgain} isDisabled={door.busy !== undefined}>
        {text.lostKey.tryAgain}
      </Button>
    </LockCard>
  );
}

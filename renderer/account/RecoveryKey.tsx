import { Printer } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Registered } from '../../engine/api/api.ts';
import { useText } from '../app/text.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { AccountCard } from './AccountCard.tsx';

interface RecoveryKeyProps {
  readonly registered: Registered;
  readonly onDone: () => void;
}

/** The one time the recovery key is shown; nothing here keeps it. */
export function RecoveryKey({ registered, onDone }: RecoveryKeyProps) {
  const text = useText();

  return (
    <AccountCard title={text.recovery.title} lead={text.recovery.lead} wide startsAtTitle>
      <p className="print-only">{text.recovery.printTitle(registered.account)}</p>
      <div className="recovery">
        <ol className="recovery-words" aria-label={text.recovery.words} translate="no">
          {registered.recoveryKey.split(' ').map((word, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may occur twice; its place is what it is
            <li key={position}>{word}</li>
          ))}
        </ol>
        <QrCode content={registered.recoveryKey} label={text.recovery.code} />
      </div>
      <p className="recovery-advice">{text.recovery.advice}</p>
      <div className="recovery-actions">
        <Button className="button" onPress={() => window.print()}>
          <Printer aria-hidden="true" />
          {text.print}
        </Button>
        <CopyButton label={text.copy} content={registered.recoveryKey} />
        <Button className="button primary" onPress={onDone}>
          {text.recovery.done}
        </Button>
      </div>
    </AccountCard>
  );
}

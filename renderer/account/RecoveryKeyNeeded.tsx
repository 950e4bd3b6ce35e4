import { useState } from 'react';
import type { ConnectedServer } from '../../shell/shell.ts';
import { acceptedReset, acceptedVault } from '../../view-models/account/accepted.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { RecoveryKeyField } from '../components/RecoveryKeyField.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { AccountForm, BackLink } from './AccountForm.tsx';

interface RecoveryKeyNeededProps {
  readonly server: ConnectedServer;
  /** As entered on the screen before. */
  readonly username: string;
  readonly password: string;
  readonly onBack: () => void;
}

/** The second step of a sign-in: by choice the account needs its recovery key on a computer that is new to it. */
export function RecoveryKeyNeeded({ server, username, password, onBack }: RecoveryKeyNeededProps) {
  const text = useText();
  const { engine } = useApp();
  const [recoveryKey, setRecoveryKey] = useState('');
  const isComplete = recoveryKey.trim() !== '';
  const submission = useSubmission((accepted) =>
    isComplete
      ? engine.call('signIn', {
          ...{ username, password, recoveryKey },
          ...acceptedVault(accepted),
          ...acceptedReset(accepted),
        })
      : undefined,
  );
  return (
    <AccountForm
      title={text.newComputers.title}
      server={server}
      submission={submission}
      isComplete={isComplete}
      labels={{ idle: text.account.signIn, busy: text.account.signingIn }}
      links={<BackLink onPress={onBack} />}
    >
      <p className="field-hint">{text.newComputers.lead}</p>
      <RecoveryKeyField value={recoveryKey} onChange={setRecoveryKey} />
    </AccountForm>
  );
}

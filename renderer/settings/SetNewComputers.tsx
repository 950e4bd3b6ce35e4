import { useState } from 'react';
import { acceptedVault } from '../../view-models/account/accepted.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { RecoveryKeyField } from '../components/RecoveryKeyField.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

interface SetNewComputersProps {
  readonly needed: boolean;
  /** With a sentence that says what has changed. */
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

/** The recovery key is asked for where it will be needed: its user has it, then. */
export function SetNewComputers({ needed, onDone, onClose }: SetNewComputersProps) {
  const text = useText();
  const { engine } = useApp();
  const [password, setPassword] = useState('');
  const [recoveryKey, setRecoveryKey] = useState('');
  const isComplete = password !== '' && (!needed || recoveryKey.trim() !== '');
  const { title, consequences, label, done } = needed ? text.newComputers.on : text.newComputers.off;

  const submission = useSubmission(
    (accepted) => {
      const common = { password, ...acceptedVault(accepted) };
      const parameters = needed ? { needed, recoveryKey, ...common } : { needed, ...common };
      return isComplete ? engine.call('setRecoveryKeyNeeded', parameters) : undefined;
    },
    () => onDone(done),
  );
  return (
    <PasswordDialog
      {...{ title, consequences, label, password, setPassword, submission, isComplete, onClose }}
      progress={text.devices.steps.publishing}
    >
      {needed && <RecoveryKeyField value={recoveryKey} onChange={setRecoveryKey} />}
    </PasswordDialog>
  );
}

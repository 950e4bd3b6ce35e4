import { Button } from 'react-aria-components';
import type { EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** Asks the user from time to time to try the recovery key; it can be put off. */
export function RecoveryReminder({ status }: { status: EngineStatus }) {
  const text = useText();
  const { engine, navigation } = useApp();
  if (!status.recoveryCheckDue) return;
  return (
    <section className="reminder" aria-label={text.account.recoveryKey}>
      <p>{text.recoveryCheck.reminder}</p>
      <div className="reminder-buttons">
        <Button className="button small" onPress={() => engine.call('postponeRecoveryCheck', undefined)}>
          {text.recoveryCheck.later}
        </Button>
        <Button className="button small primary" onPress={() => navigation.show('recovery')}>
          {text.recoveryCheck.tryIt}
        </Button>
      </div>
    </section>
  );
}

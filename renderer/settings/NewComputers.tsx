import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Success } from '../components/Success.tsx';
import { SetNewComputers } from './SetNewComputers.tsx';

/** Whether a computer that is new to the account needs the recovery key as well as the password. */
export function NewComputers() {
  const text = useText();
  const { engine } = useApp();
  const [isNeeded, setIsNeeded] = useState<boolean>();
  const [isAsked, setIsAsked] = useState(false);
  const [done, setDone] = useState<string>();

  const load = useCallback(async () => {
    const status = await engine.call('status', undefined);
    if (status.ok) setIsNeeded(status.value.recoveryKeyNeeded ?? false);
  }, [engine]);

  useEffect(() => {
    load();
  }, [load]);

  function close(sentence?: string): void {
    setIsAsked(false);
    setDone(sentence);
    load();
  }

  function choose(): void {
    setDone(undefined);
    setIsAsked(true);
  }

  if (isNeeded === undefined) return;
  const { on, off } = text.newComputers;
  return (
    <section className="account-form">
      <p>{isNeeded ? on.now : off.now}</p>
      <p className="field-hint">{text.newComputers.hint}</p>
      <Success>{done}</Success>
      <Button className="button" onPress={choose}>
        {isNeeded ? off.choose : on.choose}
      </Button>
      {isAsked && <SetNewComputers needed={!isNeeded} onDone={close} onClose={() => close()} />}
    </section>
  );
}

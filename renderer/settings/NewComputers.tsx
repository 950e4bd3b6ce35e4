import { useCallback, useEffect, useState } from 'react';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Choice } from '../components/Choice.tsx';
import { Success } from '../components/Success.tsx';
import { SetNewComputers } from './SetNewComputers.tsx';

/** Whether a computer that is new to the account needs the recovery key as well as the password. */
export function NewComputers() {
  const text = useText();
  const { engine } = useApp();
  const [isNeeded, setIsNeeded] = useState<boolean>();
  const [asked, setAsked] = useState<boolean>();
  const [done, setDone] = useState<string>();

  const load = useCallback(async () => {
    const status = await engine.call('status', undefined);
    if (status.ok) setIsNeeded(status.value.recoveryKeyNeeded ?? false);
  }, [engine]);

  useEffect(() => {
    load();
  }, [load]);

  function close(sentence?: string): void {
    setAsked(undefined);
    setDone(sentence);
    load();
  }

  if (isNeeded === undefined) return;
  return (
    <section className="account-form">
      <Choice
        label={text.newComputers.label}
        hint={text.newComputers.hint}
        value={isNeeded ? 'both' : 'password'}
        options={text.newComputers.options}
        onChange={(value) => {
          setDone(undefined);
          setAsked(value === 'both');
        }}
      />
      <Success>{done}</Success>
      {asked !== undefined && <SetNewComputers needed={asked} onDone={close} onClose={() => close()} />}
    </section>
  );
}

import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Device, RemovalStep } from '../../engine/api/api.ts';
import { deviceId } from '../../protocol/ids.ts';
import { AcceptRefused, acceptedVault } from '../account/AcceptRefused.tsx';
import { credentialsProblem } from '../account/credentials-problem.ts';
import { useWaiting } from '../account/use-waiting.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

interface RemoveDeviceProps {
  readonly device: Device;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Says what removing a device does, asks for the password that it takes, and shows how far it has come. */
export function RemoveDevice({ device, onDone, onClose }: RemoveDeviceProps) {
  const text = useText();
  const { engine } = useApp();
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<RemovalStep>('password');

  useEffect(
    () =>
      engine.on('deviceRemoval', (removal) => void (removal.device === device.id && setStep(removal.step))),
    [engine, device.id],
  );

  const submission = useSubmission((accepted) => {
    const parameters = { device: deviceId.parse(device.id), password, ...acceptedVault(accepted) };
    return password === '' ? undefined : engine.call('revokeDevice', parameters);
  }, onDone);
  const { busy, refusal, submit } = submission;
  const waiting = useWaiting(refusal);
  const isWrong = refusal?.code === 'wrong-credentials';
  return (
    <WindowDialog title={text.devices.removeTitle(device.name)} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <ul className="consequences">
          {text.devices.consequences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <SecretField
          label={text.devices.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <Problem about={refusal}>
          {isWrong ? text.settings.wrongPassword : credentialsProblem(text, refusal, waiting)}
        </Problem>
        <AcceptRefused submission={submission} />
        <p className="field-hint" role="status">
          {busy ? text.devices.steps[step] : undefined}
        </p>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.devices.cancel}
          </Button>
          <Button
            type="submit"
            className="button primary"
            isDisabled={busy || waiting > 0 || password === ''}
          >
            {text.devices.removeIt}
          </Button>
        </div>
      </form>
    </WindowDialog>
  );
}

import { useEffect, useState } from 'react';
import type { Device, RemovalStep } from '../../engine/api/api.ts';
import { deviceId } from '../../protocol/ids.ts';
import { acceptedVault } from '../../view-models/account/accepted.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

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
  return (
    <PasswordDialog
      title={text.devices.removeTitle(device.name)}
      consequences={text.devices.consequences}
      label={text.devices.removeIt}
      progress={text.devices.steps[step]}
      isComplete={password !== ''}
      {...{ password, setPassword, submission, onClose }}
    />
  );
}

import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Device } from '../../engine/api/api.ts';
import { deviceId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Field } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

interface RenameDeviceProps {
  readonly device: Device;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function RenameDevice({ device, onDone, onClose }: RenameDeviceProps) {
  const text = useText();
  const { engine } = useApp();
  const [name, setName] = useState(device.name);
  const isName = name.trim() !== '';
  const { busy, refusal, submit } = useSubmission(
    () =>
      isName
        ? engine.call('renameDevice', { device: deviceId.parse(device.id), name: name.trim() })
        : undefined,
    onDone,
  );
  return (
    <WindowDialog title={text.devices.renameTitle} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <Field
          label={text.devices.name}
          hint={text.devices.nameHint}
          value={name}
          onChange={setName}
          maxLength={limits.deviceNameCharacters}
        />
        <Problem>{refusal && refusalSentence(text, refusal)}</Problem>
        <div className="dialog-buttons">
          <Button className="button" onPress={onClose}>
            {text.devices.cancel}
          </Button>
          <SubmitButton busy={busy} isDisabled={!isName}>
            {text.devices.rename}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

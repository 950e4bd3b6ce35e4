import { FieldError, Label, TextArea, TextField } from 'react-aria-components';
import { useText } from '../app/text.tsx';

interface RecoveryKeyFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The form was submitted without it. */
  readonly isMissing?: boolean;
}

/** The 24 words, typed or pasted. */
export function RecoveryKeyField({ value, onChange, isMissing = false }: RecoveryKeyFieldProps) {
  const text = useText();
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      autoComplete="off"
      isInvalid={isMissing}
      validationBehavior="aria"
    >
      <Label>{text.account.recoveryKey}</Label>
      <TextArea rows={3} spellCheck={false} placeholder={text.account.recoveryKeyHint} />
      <FieldError className="field-problem">{text.account.missing}</FieldError>
    </TextField>
  );
}

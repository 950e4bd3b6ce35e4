import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  FieldError,
  Input,
  Label,
  Text,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { limits } from '../../protocol/limits.ts';
import { useText } from '../app/text.tsx';

interface FieldProps extends Omit<TextFieldProps, 'children' | 'type'> {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
}

/** A labelled line of text with its hint or, instead of that, what is wrong with it. */
export function Field({ label, hint, problem, ...props }: FieldProps) {
  return (
    <TextField {...props} className="field" isInvalid={problem !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      <Input spellCheck={false} />
      <FieldNote hint={hint} problem={problem} />
    </TextField>
  );
}

/** A field whose content is hidden until its user chooses to show it. */
export function SecretField({ label, hint, problem, ...props }: FieldProps) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      className="field"
      maxLength={limits.passwordCharacters}
      type={shown ? 'text' : 'password'}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <div className="field-with-button">
        <Input spellCheck={false} autoCapitalize="off" />
        <Button
          className="icon-button"
          aria-label={shown ? text.account.hide : text.account.show}
          onPress={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </div>
      <FieldNote hint={hint} problem={problem} />
    </TextField>
  );
}

function FieldNote({ hint, problem }: { hint: string | undefined; problem: string | undefined }) {
  if (problem !== undefined) return <FieldError className="field-problem">{problem}</FieldError>;
  if (hint === undefined) return;
  return (
    <Text slot="description" className="field-hint">
      {hint}
    </Text>
  );
}

import { limits } from '../../protocol/limits.ts';
import { useText } from '../app/text.tsx';
import { SecretField } from './Field.tsx';

export function isLongEnough(password: string): boolean {
  return [...password].length >= limits.minimumPasswordCharacters;
}

interface NewPasswordProps {
  readonly label: string;
  /** Instead of what is said of an account's password. */
  readonly hint?: string;
  /** What else is wrong with it. */
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether to show what is wrong with it: not before the form was submitted. */
  readonly checked: boolean;
}

/** A password that is being chosen. */
export function NewPassword({ checked, problem, ...field }: NewPasswordProps) {
  const text = useText();
  const minimum = limits.minimumPasswordCharacters;
  return (
    <SecretField
      hint={text.account.passwordHint(minimum)}
      {...field}
      problem={checked && !isLongEnough(field.value) ? text.account.tooShort(minimum) : problem}
      autoComplete="new-password"
    />
  );
}

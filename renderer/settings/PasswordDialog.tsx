import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { credentialsProblem } from '../../view-models/account/credentials-problem.ts';
import { AcceptRefused } from '../account/AcceptRefused.tsx';
import { useWaiting } from '../account/use-waiting.ts';
import { useText } from '../app/text.tsx';
import { SecretField } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import type { Submission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';

interface PasswordDialogProps {
  readonly title: string;
  readonly consequences: readonly string[];
  /** List items behind them. */
  readonly further?: ReactNode;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  readonly submission: Submission;
  readonly isComplete: boolean;
  /** What the button does. */
  readonly label: string;
  readonly kind?: 'primary' | 'destructive' | undefined;
  /** How far it has come. */
  readonly progress?: string | undefined;
  readonly onClose: () => void;
  /** Further fields. */
  readonly children?: ReactNode;
}

/** A change of the account: what follows from it, and the password that it takes. */
export function PasswordDialog({ title, password, setPassword, submission, ...props }: PasswordDialogProps) {
  const text = useText();
  const { busy, refusal, submit } = submission;
  const waiting = useWaiting(refusal);
  const isWrong = refusal?.code === 'wrong-credentials';
  return (
    <WindowDialog title={title} onClose={props.onClose}>
      <form className="dialog-form" onSubmit={submit}>
        <ul className="consequences">
          {props.consequences.map((one) => (
            <li key={one}>{one}</li>
          ))}
          {props.further}
        </ul>
        <SecretField
          label={text.devices.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        {props.children}
        <Problem about={refusal}>
          {isWrong ? text.settings.wrongPassword : credentialsProblem(text, refusal, waiting)}
        </Problem>
        <AcceptRefused submission={submission} />
        <p className="field-hint" role="status">
          {busy ? props.progress : undefined}
        </p>
        <div className="dialog-buttons">
          <Button className="button" onPress={props.onClose}>
            {text.devices.cancel}
          </Button>
          <SubmitButton kind={props.kind} busy={busy} isDisabled={waiting > 0 || !props.isComplete}>
            {props.label}
          </SubmitButton>
        </div>
      </form>
    </WindowDialog>
  );
}

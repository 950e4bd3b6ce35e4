import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Result } from '../../protocol/errors.ts';
import { useText } from '../app/text.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { useSubmission } from '../components/use-submission.ts';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { GroupProblem } from './GroupForm.tsx';

interface ConfirmationProps {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  readonly isDisabled?: boolean;
  /** What else one can do instead. */
  readonly instead?: ReactNode;
  readonly act: () => Promise<Result<unknown>>;
  readonly onClose: () => void;
  /** What has to be chosen first. */
  readonly children?: ReactNode;
}

/** Asks once before what can't be taken back, and says what it means. */
export function Confirmation({
  title,
  meaning,
  action,
  isDisabled = false,
  instead,
  act,
  onClose,
  children,
}: ConfirmationProps) {
  const text = useText();
  const { busy, refusal, submit } = useSubmission(act, onClose);
  return (
    <WindowDialog title={title} onClose={onClose}>
      <form className="group-form" onSubmit={submit}>
        <div className="group-form-fields">
          <p>
            <bdi>{meaning}</bdi>
          </p>
          {children}
        </div>
        <footer className="group-form-foot">
          <GroupProblem refusal={refusal} />
          <Button className="button" onPress={onClose}>
            {text.groups.cancel}
          </Button>
          {instead}
          <SubmitButton kind="destructive" busy={busy} isDisabled={isDisabled}>
            {action}
          </SubmitButton>
        </footer>
      </form>
    </WindowDialog>
  );
}

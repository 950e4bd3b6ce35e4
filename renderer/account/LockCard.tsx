import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
import { SubmitButton } from '../components/SubmitButton.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';
import type { LockedProps } from './use-server.ts';

interface LockCardProps extends LockedProps {
  readonly title: string;
  readonly button: string;
  readonly isDisabled?: boolean;
  readonly onSubmit: () => void;
  /** The fields. */
  readonly children: ReactNode;
  /** What else can be done, below the form's button. */
  readonly more?: ReactNode;
}

/** The card shown before the profile of a server can be opened, with a link to another server. */
export function LockCard({
  selection,
  locked,
  title,
  button,
  isDisabled,
  onSubmit,
  ...parts
}: LockCardProps) {
  const text = useText();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (selection.busy === undefined) onSubmit();
  }

  return (
    <AccountCard title={title} lead={locked.server && hostOf(locked.server)}>
      <form className="account-form" onSubmit={submit}>
        {parts.children}
        <Problem>{selection.problem}</Problem>
        <SubmitButton busy={selection.busy !== undefined} isDisabled={isDisabled}>
          {button}
        </SubmitButton>
        {parts.more}
        <Button className="link-button" onPress={selection.leave}>
          {text.account.otherServer}
        </Button>
      </form>
    </AccountCard>
  );
}

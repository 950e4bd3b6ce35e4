import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
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
}

/** The card shown before the profile of a server can be opened, with a link to another server. */
export function LockCard({ door, locked, title, button, isDisabled, onSubmit, children }: LockCardProps) {
  const text = useText();

  function submit(event: FormEvent): void {
    event.preventDefault();
    onSubmit();
  }

  return (
    <AccountCard title={title} lead={locked.server && hostOf(locked.server)}>
      <form className="account-form" onSubmit={submit}>
        {children}
        <Problem>{door.problem}</Problem>
        <Button type="submit" className="button primary" isDisabled={isDisabled || door.busy !== undefined}>
          {button}
        </Button>
        <Button className="link-button" onPress={door.leave}>
          {text.account.otherServer}
        </Button>
      </form>
    </AccountCard>
  );
}

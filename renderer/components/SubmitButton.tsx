import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface SubmitButtonProps {
  readonly kind?: 'primary' | 'destructive' | undefined;
  /** Its form is being sent, and takes no second submission meanwhile. */
  readonly busy: boolean;
  readonly isDisabled?: boolean | undefined;
  readonly children: ReactNode;
}

/** Sends its form. A busy one is not disabled: that would take the focus from it, and Escape from the dialog around it. */
export function SubmitButton({ kind = 'primary', busy, isDisabled = false, children }: SubmitButtonProps) {
  return (
    <Button type="submit" className={`button ${kind}`} data-busy={busy || undefined} isDisabled={isDisabled}>
      {children}
    </Button>
  );
}

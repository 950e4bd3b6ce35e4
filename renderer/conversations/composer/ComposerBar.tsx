import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface ComposerBarProps {
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  readonly cancelLabel: string;
  readonly onCancel: () => void;
}

/** Says what is done with what is in the composer: it becomes another message's text, or answers one. */
export function ComposerBar({ icon: Icon, children, cancelLabel, onCancel }: ComposerBarProps) {
  return (
    <div className="composer-bar">
      <Icon aria-hidden="true" />
      <div>{children}</div>
      <Button className="icon-button" aria-label={cancelLabel} onPress={onCancel}>
        <X />
      </Button>
    </div>
  );
}

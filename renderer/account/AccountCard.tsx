import type { ReactNode } from 'react';
import { Logo } from '../components/Logo.tsx';

interface AccountCardProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly wide?: boolean;
  /** The focus begins at the title: a key that is pressed too often must not answer the screen. */
  readonly startsAtTitle?: boolean;
  readonly children: ReactNode;
}

/** The centred card of everything that comes before the messenger. */
export function AccountCard({ title, lead, wide, startsAtTitle, children }: AccountCardProps) {
  return (
    <main className="account" data-wide={wide}>
      <Logo />
      <h1 tabIndex={startsAtTitle ? -1 : undefined} ref={startsAtTitle ? focus : undefined}>
        <bdi>{title}</bdi>
      </h1>
      {lead && (
        <p className="account-lead">
          <bdi>{lead}</bdi>
        </p>
      )}
      <div className="account-card">{children}</div>
    </main>
  );
}

function focus(element: HTMLElement | null): void {
  element?.focus();
}

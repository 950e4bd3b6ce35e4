import type { ReactNode } from 'react';
import { Logo } from '../components/Logo.tsx';

interface AccountCardProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The centred card of everything that comes before the messenger. */
export function AccountCard({ title, lead, wide, children }: AccountCardProps) {
  return (
    <main className="account" data-wide={wide}>
      <Logo />
      <h1>
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

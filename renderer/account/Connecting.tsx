import { useText } from '../app/text.tsx';
import { AccountCard } from './AccountCard.tsx';
import { hostOf } from './host-of.ts';

/** While the app that was started on a server reaches for it. */
export function Connecting({ server }: { server: string | undefined }) {
  const text = useText();
  return (
    <AccountCard title={text.parley} lead={server && hostOf(server)}>
      <p className="account-other">{text.firstRun.connecting}</p>
    </AccountCard>
  );
}

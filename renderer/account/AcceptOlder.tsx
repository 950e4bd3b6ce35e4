import { Button } from 'react-aria-components';
import type { Refusal } from '../../protocol/errors.ts';
import { useText } from '../app/text.tsx';
import type { Submission } from '../components/use-submission.ts';

/** The way on from `account-set-back`, below its sentence: only the user takes it. */
export function AcceptOlder({ submission: { refusal, busy, accept } }: { submission: Submission }) {
  const text = useText();
  if (refusal?.code !== 'account-set-back') return;
  return (
    <Button className="button" isDisabled={busy} onPress={accept}>
      {text.account.acceptOlder}
    </Button>
  );
}

/** The version that was refused, and no other one. */
export function acceptedVault(refused: Refusal | undefined): { readonly acceptVault?: number } {
  const version = refused?.facts?.version;
  return typeof version === 'number' ? { acceptVault: version } : {};
}

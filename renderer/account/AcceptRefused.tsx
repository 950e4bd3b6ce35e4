import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import type { Submission } from '../components/use-submission.ts';

/** The way on from a refusal that its user may accept, below its sentence: only the user takes it. */
export function AcceptRefused({ submission: { refusal, busy, accept } }: { submission: Submission }) {
  const text = useText();
  const labels: Readonly<Record<string, string>> = {
    'account-set-back': text.account.acceptOlder,
    'reset-since': text.account.eraseFormer,
  };
  const label = labels[refusal?.code ?? ''];
  if (label === undefined) return;
  return (
    <Button className="button" isDisabled={busy} onPress={accept}>
      {label}
    </Button>
  );
}

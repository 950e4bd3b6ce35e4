import { QrCode as QrCodeIcon } from 'lucide-react';
import { Button } from 'react-aria-components';
import { refusalSentence } from '../../../text/sentence.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Decision } from '../../verification/Decision.tsx';
import { SafetyDigits } from '../../verification/SafetyDigits.tsx';
import type { Safety } from '../../verification/use-safety.ts';
import { VerificationState } from '../../verification/VerificationState.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';

export function Verification({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  const { navigation } = useApp();
  const { number, refusal } = safety;
  return (
    <>
      <VerificationState safety={safety} />
      {number && (
        <section className="card safety" aria-label={text.details.safetyNumber}>
          <h3>{text.details.safetyNumber}</h3>
          <SafetyDigits digits={number.digits} />
          <Decision safety={safety} />
          <Button className="button small" onPress={() => navigation.show('safetyNumber', facts.user)}>
            <QrCodeIcon aria-hidden="true" />
            {text.safety.withCode}
          </Button>
        </section>
      )}
      {refusal && <Problem>{refusalSentence(text, refusal)}</Problem>}
    </>
  );
}

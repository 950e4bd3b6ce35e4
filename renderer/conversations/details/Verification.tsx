import { Shield, ShieldCheck } from 'lucide-react';
import { Button } from 'react-aria-components';
import { refusalSentence } from '../../../text/sentence.ts';
import { useText } from '../../app/text.tsx';
import { Problem } from '../../components/Problem.tsx';
import type { Safety } from './use-safety.ts';

export function Verification({ safety }: { safety: Safety }) {
  const text = useText();
  const { verified, digits, refusal } = safety;
  return (
    <>
      <div className="card">
        {verified ? (
          <ShieldCheck className="good" aria-hidden="true" />
        ) : (
          <Shield className="muted" aria-hidden="true" />
        )}
        <div>
          <strong>{verified ? text.details.verified : text.details.notVerified}</strong>
          <p>{verified ? text.details.verifiedHint : text.details.notVerifiedHint}</p>
        </div>
      </div>
      {digits && (
        <section className="card safety" aria-label={text.details.safetyNumber}>
          <h3>{text.details.safetyNumber}</h3>
          <p className="safety-number" dir="ltr">
            {groupsOf(digits).map((group, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place of a group is its meaning
              <span key={position}>{group}</span>
            ))}
          </p>
          {!verified && (
            <Button className="button small" onPress={safety.verify}>
              {text.details.verify}
            </Button>
          )}
        </section>
      )}
      {refusal && <Problem>{refusalSentence(text, refusal)}</Problem>}
    </>
  );
}

/** 60 digits in twelve groups of five. */
function groupsOf(digits: string): readonly string[] {
  return digits.replace(/\D/g, '').match(/.{5}/g) ?? [];
}

import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useText } from '../app/text.tsx';
import type { Safety } from './use-safety.ts';

/** Whether the safety numbers were compared, or the keys are others by now. */
export function VerificationState({ safety: { verified, changed } }: { safety: Safety }) {
  const text = useText();
  if (changed) {
    return (
      <div className="card">
        <ShieldAlert className="danger" aria-hidden="true" />
        <div>
          <strong>{text.safety.newKeys}</strong>
          <p>{verified ? text.safety.changedVerified : text.safety.changedUnverified}</p>
        </div>
      </div>
    );
  }
  return (
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
  );
}

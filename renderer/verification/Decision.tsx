import { Button } from 'react-aria-components';
import { useText } from '../app/text.tsx';
import type { Safety } from './use-safety.ts';

/** The way from not verified to verified, and back. */
export function Decision({ safety }: { safety: Safety }) {
  const text = useText();
  const { verified, changed } = safety;
  return (
    <div className="safety-decision">
      {(changed || !verified) && (
        <Button className="button small" onPress={() => safety.verify()}>
          {text.details.verify}
        </Button>
      )}
      {verified && (
        <Button className="button small" onPress={() => safety.unverify()}>
          {text.safety.unverify}
        </Button>
      )}
    </div>
  );
}

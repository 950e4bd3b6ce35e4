import { refusalSentence } from '../../text/sentence.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Problem } from '../components/Problem.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { Decision } from './Decision.tsx';
import { ReadCode } from './ReadCode.tsx';
import { SafetyDigits } from './SafetyDigits.tsx';
import { useSafety } from './use-safety.ts';
import { VerificationState } from './VerificationState.tsx';

/** Everything that two people need to make sure of each other's keys: the number, a code to show, and a way to read one. */
export function SafetyNumber({ user, onClose }: { user: string; onClose: () => void }) {
  const text = useText();
  const { messenger } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, user));
  const safety = useSafety(user);
  const { number, refusal } = safety;
  return (
    <WindowDialog title={text.safety.title(name)} wide onClose={onClose}>
      <div className="safety-dialog">
        <VerificationState safety={safety} />
        {number ? (
          <>
            <p>
              <bdi>{text.safety.hint(name)}</bdi>
            </p>
            <div className="safety-shown">
              <QrCode content={number.code} label={text.safety.code(name)} />
              <div>
                <SafetyDigits digits={number.digits} />
                <p className="field-hint">
                  <bdi>{text.safety.codeHint(name)}</bdi>
                </p>
                <CopyButton label={text.safety.copy} content={number.code} isSmall />
                <Decision safety={safety} />
              </div>
            </div>
            <ReadCode safety={safety} name={name} />
          </>
        ) : (
          <Problem>{refusal && refusalSentence(text, refusal)}</Problem>
        )}
      </div>
    </WindowDialog>
  );
}

import { useCallback, useEffect, useState } from 'react';
import { refuse } from '../../protocol/errors.ts';
import type { Autostart as Start } from '../../shell/shell.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Choice } from '../components/Choice.tsx';
import { Problem } from '../components/Problem.tsx';

/** What happens at sign-in to this computer; the setting may have been changed in the system meanwhile. */
export function Autostart() {
  const text = useText();
  const { shell } = useApp();
  const [asked, setAsked] = useState<{ readonly start: Start | undefined }>();
  const [failed, setFailed] = useState(false);

  const take = useCallback((answer: Promise<Start | undefined>) => {
    setFailed(false);
    answer.then(
      (start) => setAsked({ start }),
      () => setFailed(true),
    );
  }, []);

  useEffect(() => take(shell.autostart()), [shell, take]);

  const problem = <Problem>{failed ? refusalSentence(text, refuse('internal')) : undefined}</Problem>;
  if (!asked) return failed ? problem : <p>{text.loading}</p>;
  if (!asked.start) return <p>{text.settings.notInstalled}</p>;
  return (
    <>
      <Choice
        label={text.settings.whenSigningIn}
        hint={text.settings.autostartHint}
        value={asked.start}
        options={text.settings.autostarts}
        onChange={(start) => take(shell.setAutostart(start))}
      />
      {problem}
    </>
  );
}

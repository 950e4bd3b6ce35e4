import { useEffect, useState } from 'react';
import type { Autostart as Start } from '../shell.ts';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';
import { Choice } from './Choice.tsx';

/** What happens when one signs in to this computer; the system may have been told something else meanwhile. */
export function Autostart() {
  const text = useText();
  const { shell } = useApp();
  const [asked, setAsked] = useState<{ readonly start: Start | undefined }>();

  useEffect(() => {
    shell.autostart().then((start) => setAsked({ start }));
  }, [shell]);

  async function change(start: Start): Promise<void> {
    setAsked({ start: await shell.setAutostart(start) });
  }

  if (!asked) return <p>{text.loading}</p>;
  if (!asked.start) return <p>{text.settings.notInstalled}</p>;
  return (
    <Choice
      label={text.settings.whenSigningIn}
      hint={text.settings.autostartHint}
      value={asked.start}
      options={text.settings.autostarts}
      onChange={change}
    />
  );
}

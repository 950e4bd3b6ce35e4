import { Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Device } from '../../engine/api/api.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useTimes } from '../app/use-times.ts';
import { Problem } from '../components/Problem.tsx';

export function Devices() {
  const text = useText();
  const times = useTimes();
  const { engine } = useApp();
  const [answer, setAnswer] = useState<Result<readonly Device[]>>();

  useEffect(() => {
    engine.call('devices', undefined).then(setAnswer);
  }, [engine]);

  if (!answer) return <p>{text.loading}</p>;
  if (!answer.ok) return <Problem>{refusalSentence(text, answer)}</Problem>;
  return (
    <>
      <p className="field-hint">{text.settings.devicesHint}</p>
      <ul className="settings-list">
        {answer.value.map((device) => (
          <li key={device.id}>
            <Monitor aria-hidden="true" />
            <bdi>{device.name}</bdi>
            <span>{lastSeen(device, text, times)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function lastSeen(
  { current, lastSeen }: Device,
  text: Catalogue,
  times: ReturnType<typeof useTimes>,
): string {
  if (current) return text.settings.thisDevice;
  if (lastSeen === undefined) return text.settings.neverSeen;
  return text.settings.lastSeen(times.recent(lastSeen));
}

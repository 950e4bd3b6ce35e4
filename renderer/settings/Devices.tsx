import { Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Device } from '../../engine/api.ts';
import type { Result } from '../../protocol/errors.ts';
import { Problem } from '../components/Problem.tsx';
import { refusalSentence } from '../text/refusal-sentence.ts';
import { useText } from '../text/text.tsx';
import { formatRecent } from '../text/times.ts';
import { useApp } from '../window/app.ts';

export function Devices() {
  const text = useText();
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
            <span>{lastSeen(device, text)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function lastSeen({ current, lastSeen }: Device, text: ReturnType<typeof useText>): string {
  if (current) return text.settings.thisDevice;
  if (lastSeen === undefined) return text.settings.neverSeen;
  return text.settings.lastSeen(formatRecent(lastSeen, text.language, new Date()));
}

import { Monitor } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Device } from '../../engine/api/api.ts';
import type { Result } from '../../protocol/errors.ts';
import type { Catalogue } from '../../text/languages.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useTimes } from '../app/use-times.ts';
import { Problem } from '../components/Problem.tsx';
import { Success } from '../components/Success.tsx';
import { RemoveDevice } from './RemoveDevice.tsx';
import { RenameDevice } from './RenameDevice.tsx';

interface Asked {
  readonly to: 'rename' | 'remove';
  readonly device: Device;
}

export function Devices() {
  const text = useText();
  const { engine } = useApp();
  const [answer, setAnswer] = useState<Result<readonly Device[]>>();
  const [asked, setAsked] = useState<Asked>();
  const [removed, setRemoved] = useState<string>();

  const load = useCallback(async () => setAnswer(await engine.call('devices', undefined)), [engine]);

  useEffect(() => {
    load();
    // A device that is added meanwhile shows up, too.
    return engine.on('notice', ({ code }) => void (code === 'device-added' && load()));
  }, [engine, load]);

  function close(done?: Asked): void {
    setAsked(undefined);
    if (!done) return;
    setRemoved(done.to === 'remove' ? done.device.name : undefined);
    load();
  }

  if (!answer) return <p>{text.loading}</p>;
  if (!answer.ok) return <Problem>{refusalSentence(text, answer)}</Problem>;
  return (
    <>
      <p className="field-hint">{text.devices.hint}</p>
      <ul className="settings-list">
        {answer.value.map((device) => (
          <DeviceRow key={device.id} device={device} onAsk={(to) => setAsked({ to, device })} />
        ))}
      </ul>
      <Success>{removed === undefined ? undefined : text.devices.removed(removed)}</Success>
      {asked?.to === 'rename' && (
        <RenameDevice device={asked.device} onDone={() => close(asked)} onClose={() => close()} />
      )}
      {asked?.to === 'remove' && (
        <RemoveDevice device={asked.device} onDone={() => close(asked)} onClose={() => close()} />
      )}
    </>
  );
}

interface DeviceRowProps {
  readonly device: Device;
  readonly onAsk: (to: Asked['to']) => void;
}

function DeviceRow({ device, onAsk }: DeviceRowProps) {
  const text = useText();
  const times = useTimes();
  const { navigation } = useApp();
  const { name, current } = device;
  return (
    <li className="device">
      <Monitor aria-hidden="true" />
      <div className="device-text">
        <bdi>{name}</bdi>
        <span>
          <bdi>{whereabouts(device, text, times)}</bdi>
        </span>
      </div>
      <div className="device-buttons">
        <Button
          className="button small"
          aria-label={text.devices.renameThis(name)}
          onPress={() => onAsk('rename')}
        >
          {text.devices.rename}
        </Button>
        {current ? (
          <Button className="button small" onPress={() => navigation.show('signOut')}>
            {text.devices.signOut}
          </Button>
        ) : (
          <Button
            className="button small"
            aria-label={text.devices.removeThis(name)}
            onPress={() => onAsk('remove')}
          >
            {text.devices.remove}
          </Button>
        )}
      </div>
    </li>
  );
}

function whereabouts(
  { current, added, lastSeen, network }: Device,
  text: Catalogue,
  times: ReturnType<typeof useTimes>,
): string {
  const since = text.devices.added(times.recent(added));
  if (current) return `${text.devices.thisDevice} · ${since}`;
  if (network) return `${text.devices.onlineFrom(network)} · ${since}`;
  const seen =
    lastSeen === undefined ? text.devices.neverSeen : text.devices.lastSeen(times.recent(lastSeen));
  return `${seen} · ${since}`;
}

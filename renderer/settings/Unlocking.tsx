import { CircleQuestionMark, FileKey, LifeBuoy, RectangleEllipsis, Vault } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { KeySlots } from '../../engine/api/api.ts';
import type { Refusal, Result } from '../../protocol/errors.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Problem } from '../components/Problem.tsx';
import { Passphrase } from './Passphrase.tsx';

type Slot = KeySlots['slots'][number];

const icons = {
  passphrase: RectangleEllipsis,
  keychain: Vault,
  'key-file': FileKey,
  'recovery-key': LifeBuoy,
  unknown: CircleQuestionMark,
} as const;

/** What opens the messages that are stored on this computer. */
export function Unlocking() {
  const text = useText();
  const { engine } = useApp();
  const [answer, setAnswer] = useState<Result<KeySlots>>();
  const [refusal, setRefusal] = useState<Refusal>();

  const load = useCallback(async () => setAnswer(await engine.call('keySlots', undefined)), [engine]);

  useEffect(() => {
    load();
  }, [load]);

  async function change(changing: Promise<Result<unknown>>): Promise<void> {
    const changed = await changing;
    setRefusal(changed.ok ? undefined : changed);
    await load();
  }

  if (!answer) return <p>{text.loading}</p>;
  if (!answer.ok) return <Problem>{refusalSentence(text, answer)}</Problem>;
  const { slots, addable } = answer.value;
  const has = (wanted: Slot['kind']) => slots.some(({ kind, usable }) => kind === wanted && usable);
  return (
    <>
      <p className="field-hint">{text.unlocking.lead}</p>
      <ul className="settings-list">
        {slots.map((slot, at) => (
          <SlotRow
            // biome-ignore lint/suspicious/noArrayIndexKey: the unknown ones have nothing else
            key={at}
            slot={slot}
            onRemove={(kind) => change(engine.call('removeKeySlot', { kind }))}
          />
        ))}
      </ul>
      {addable.includes('keychain') && !has('keychain') && (
        <Button className="button" onPress={() => change(engine.call('addKeySlot', { kind: 'keychain' }))}>
          {text.unlocking.addKeychain}
        </Button>
      )}
      <Problem>{refusal && refusalSentence(text, refusal)}</Problem>
      <Passphrase isThere={has('passphrase')} onKept={load} />
    </>
  );
}

interface SlotRowProps {
  readonly slot: Slot;
  readonly onRemove: (kind: Exclude<Slot['kind'], 'unknown'>) => void;
}

function SlotRow({ slot: { kind, usable, removable }, onRemove }: SlotRowProps) {
  const text = useText();
  const Icon = icons[kind];
  const name = text.unlocking.kinds[kind];
  const opensNow = usable ? text.unlocking.opensAlone : text.unlocking.opensNothing;
  return (
    <li>
      <Icon aria-hidden="true" />
      <bdi>{name}</bdi>
      <span>{kind === 'passphrase' ? text.unlocking.asked : opensNow}</span>
      {removable && kind !== 'unknown' && (
        <Button
          className="button small"
          aria-label={text.unlocking.removeThis(name)}
          onPress={() => onRemove(kind)}
        >
          {text.unlocking.remove}
        </Button>
      )}
    </li>
  );
}

import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Confirmation } from '../groups/Confirmation.tsx';

/** Says what blocking a person means, and blocks. */
export function BlockPerson({ onClose }: { onClose: () => void }) {
  const { requests } = useText();
  const { engine, navigation, messenger } = useApp();
  const user = useStore(navigation, (place) => place.about);
  const name = useStore(messenger, ({ people }) => nameOf(people, user ?? ''));
  if (user === undefined) return;
  return (
    <Confirmation
      title={requests.blockTitle(name)}
      meaning={requests.blockMeaning(name)}
      action={requests.blockIt}
      act={() => engine.call('block', { user })}
      onClose={onClose}
    />
  );
}

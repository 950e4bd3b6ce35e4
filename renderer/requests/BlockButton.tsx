import { Ban, RotateCcw } from 'lucide-react';
import { Button } from 'react-aria-components';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';

/** In the details of a person: blocks them, or unblocks them. */
export function BlockButton({ user }: { user: string }) {
  const { requests } = useText();
  const { engine, navigation, notices, messenger } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, user));
  const isBlocked = useStore(messenger, ({ blocked }) => blocked.has(user));
  return (
    <section className="details-section details-acts">
      {isBlocked ? (
        <Button className="details-act" onPress={() => notices.showRefusal(engine.call('unblock', { user }))}>
          <RotateCcw aria-hidden="true" />
          {requests.unblockPerson(name)}
        </Button>
      ) : (
        <Button className="details-act danger" onPress={() => navigation.show('block', user)}>
          <Ban aria-hidden="true" />
          {requests.blockPerson(name)}
        </Button>
      )}
    </section>
  );
}

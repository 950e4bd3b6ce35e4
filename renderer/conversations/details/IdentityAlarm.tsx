import { ShieldAlert } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation, KeyChanges } from '../../../engine/api/api.ts';
import { nameOf } from '../../../view-models/names.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import { useTimes } from '../../app/use-times.ts';

/** Whose keys have changed, since when, and what waits until the user decides; one person after the other. */
export function IdentityAlarm({ conversation: { keyChanges } }: { readonly conversation: Conversation }) {
  const { notices } = useApp();
  // What is said here needn't be said in front of it, too.
  const users = keyChanges?.people.map(({ user }) => user);
  const notice = useStore(notices, (all) =>
    all.find(({ code, facts }) => code === 'identity-changed' && users?.includes(String(facts?.user))),
  );
  useEffect(() => {
    if (notice) notices.dismiss(notice.id);
  }, [notice, notices]);
  const [first] = keyChanges?.people ?? [];
  return keyChanges && first && <KeyChange key={first.user} change={first} keyChanges={keyChanges} />;
}

interface KeyChangeProps {
  readonly change: KeyChanges['people'][number];
  readonly keyChanges: KeyChanges;
}

function KeyChange({ change: { user, verified, since }, keyChanges }: KeyChangeProps) {
  const { details, safety } = useText();
  const times = useTimes();
  const { engine, messenger, navigation, notices } = useApp();
  const name = useStore(messenger, ({ people }) => nameOf(people, user));
  const { waiting, people } = keyChanges;
  const title = safety.changed(name);
  const hint = verified ? safety.changedVerified : safety.changedUnverified;
  useAnnouncement(`${title}\n${safety.waiting(waiting)}\n${hint}`, user);

  async function decide(method: 'acceptIdentity' | 'unverify'): Promise<void> {
    await notices.showRefusal(engine.call(method, { user }));
    await messenger.loadPeople();
  }

  return (
    <section className="identity-alarm" aria-label={title}>
      <ShieldAlert aria-hidden="true" />
      <div>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <p className="identity-alarm-facts">
          <span>{safety.since(times.date(since), times.time(since))}</span>
          <span>{safety.waiting(waiting)}</span>
        </p>
        <p>{hint}</p>
        <Button className="button small" onPress={() => navigation.show('safetyNumber', user)}>
          {safety.compare}
        </Button>
        <Button className="button small" onPress={() => decide(verified ? 'unverify' : 'acceptIdentity')}>
          {verified ? safety.unverify : details.accept}
        </Button>
        {people.length > 1 && <p className="identity-alarm-more">{safety.more(people.length - 1)}</p>}
      </div>
    </section>
  );
}

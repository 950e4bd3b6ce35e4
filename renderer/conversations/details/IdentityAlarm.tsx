import { ShieldAlert } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useAnnouncement } from '../../app/use-announcement.ts';
import { useStore } from '../../app/use-store.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import type { Safety } from './use-safety.ts';

export function IdentityAlarm({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  const { user, title } = facts;
  const { preferences, notices } = useApp();
  // What is said here needn't be said in front of it, too.
  const notice = useStore(notices, (all) =>
    all.find((notice) => notice.code === 'identity-changed' && notice.facts?.user === user),
  );
  useEffect(() => {
    if (safety.changed && notice) notices.dismiss(notice.id);
  }, [safety.changed, notice, notices]);
  const words = `${text.details.changed(title)}\n${text.details.changedHint}`;
  useAnnouncement(safety.changed ? words : undefined, safety.changed && user);
  if (!safety.changed) return;
  return (
    <div className="identity-alarm">
      <ShieldAlert aria-hidden="true" />
      <div>
        <strong>
          <bdi>{text.details.changed(title)}</bdi>
        </strong>
        <p>{text.details.changedHint}</p>
        <Button className="button small" onPress={() => preferences.change({ details: true })}>
          {text.details.safetyNumber}
        </Button>
        <Button className="button small" onPress={safety.accept}>
          {text.details.accept}
        </Button>
      </div>
    </div>
  );
}

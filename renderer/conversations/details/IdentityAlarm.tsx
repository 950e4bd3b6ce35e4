import { ShieldAlert } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useText } from '../../text/text.tsx';
import { useApp } from '../../window/app.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';
import type { Safety } from './use-safety.ts';

export function IdentityAlarm({ facts, safety }: { facts: ConversationFacts; safety: Safety }) {
  const text = useText();
  const { preferences } = useApp();
  if (!safety.changed) return;
  return (
    <div className="identity-alarm" role="alert">
      <ShieldAlert aria-hidden="true" />
      <div>
        <strong>
          <bdi>{text.details.changed(facts.title)}</bdi>
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

import type { NotificationLevel } from '../../../engine/api/notification-levels.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { Choice } from '../../components/Choice.tsx';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** In the details of a conversation: what it notifies the user of, on all of their devices. */
export function NotificationChoice({ facts: { id, notifications } }: { facts: ConversationFacts }) {
  const { mute } = useText();
  const { engine, notices } = useApp();
  return (
    <section className="details-section">
      <Choice<NotificationLevel>
        label={mute.notifications}
        value={notifications}
        options={mute.levels}
        onChange={(level) =>
          notices.showRefusal(engine.call('setNotifications', { conversation: id, level }))
        }
      />
    </section>
  );
}

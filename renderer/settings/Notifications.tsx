import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Choice } from '../components/Choice.tsx';

export function Notifications() {
  const text = useText();
  const { preferences } = useApp();
  const level = useStore(preferences, (all) => all.notifications);
  return (
    <Choice
      label={text.settings.notificationLevel}
      hint={text.settings.notificationsHint}
      value={level}
      options={text.settings.notificationLevels}
      onChange={(notifications) => preferences.change({ notifications })}
    />
  );
}

import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Choice } from '../components/Choice.tsx';
import { useStore } from '../components/use-store.ts';

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

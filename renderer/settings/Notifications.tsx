import { useStore } from '../messenger/store.ts';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';
import { Choice } from './Choice.tsx';

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

import { useStore } from '../messenger/store.ts';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';
import { Choice } from './Choice.tsx';

export function Writing() {
  const text = useText();
  const { preferences } = useApp();
  const enter = useStore(preferences, (all) => all.enter);
  return (
    <Choice
      label={text.settings.enter}
      value={enter}
      options={text.settings.enters}
      onChange={(chosen) => preferences.change({ enter: chosen })}
    />
  );
}

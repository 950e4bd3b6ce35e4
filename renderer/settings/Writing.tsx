import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Choice } from '../components/Choice.tsx';

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

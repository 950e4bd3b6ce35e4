import { languageNames } from '../../text/languages.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Choice } from '../components/Choice.tsx';

export function Appearance() {
  const text = useText();
  const { preferences } = useApp();
  const { theme, language } = useStore(preferences, (all) => all);
  return (
    <>
      <Choice
        label={text.settings.theme}
        value={theme}
        options={text.settings.themes}
        onChange={(chosen) => preferences.change({ theme: chosen })}
      />
      <Choice
        label={text.settings.language}
        value={language}
        options={{ system: text.settings.systemLanguage, ...languageNames() }}
        onChange={(chosen) => preferences.change({ language: chosen })}
      />
    </>
  );
}

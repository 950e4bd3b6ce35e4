import { useStore } from '../messenger/store.ts';
import { languages, useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';
import { Choice } from './Choice.tsx';

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
        options={{
          system: text.settings.systemLanguage,
          en: languages.en.languageName,
          de: languages.de.languageName,
        }}
        onChange={(chosen) => preferences.change({ language: chosen })}
      />
    </>
  );
}

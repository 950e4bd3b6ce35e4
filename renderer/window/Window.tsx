import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { inRegion, languages, preferredLanguage } from '../../text/languages.ts';
import { type App, AppContext } from '../app/app.ts';
import { TextProvider } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Screen } from './Screen.tsx';

export function Window({ app }: { app: App }) {
  const { theme, language } = useStore(app.preferences, (preferences) => preferences);
  const preferred = useSyncExternalStore(onLanguageChange, () => preferredLanguage(navigator.languages));
  const chosen = language === 'system' ? preferred : languages[language];
  const catalogue = useMemo(
    () => inRegion(chosen.window, app.shell.systemLocale),
    [chosen, app.shell.systemLocale],
  );

  useEffect(() => {
    app.shell.setTheme(theme);
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = catalogue.language;
  }, [app, theme, catalogue]);

  return (
    <AppContext value={app}>
      <TextProvider catalogue={catalogue}>
        <I18nProvider locale={catalogue.language}>
          <Screen />
        </I18nProvider>
      </TextProvider>
    </AppContext>
  );
}

/** The system's languages may be changed while the window is open. */
function onLanguageChange(changed: () => void): () => void {
  window.addEventListener('languagechange', changed);
  return () => window.removeEventListener('languagechange', changed);
}

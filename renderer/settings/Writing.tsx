import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { Choice } from '../components/Choice.tsx';
import { useAccountSettings } from './use-account-settings.ts';

export function Writing() {
  const text = useText();
  const { preferences } = useApp();
  const enter = useStore(preferences, (all) => all.enter);
  return (
    <>
      <Choice
        label={text.settings.enter}
        value={enter}
        options={text.settings.enters}
        onChange={(chosen) => preferences.change({ enter: chosen })}
      />
      <AccountChoices />
    </>
  );
}

/** What holds on all devices of the account. */
function AccountChoices() {
  const { settings: words } = useText();
  const { engine, notices } = useApp();
  const settings = useAccountSettings();
  if (!settings) return;
  return (
    <Choice
      label={words.typing}
      hint={words.typingHint}
      value={settings.typing ? 'on' : 'off'}
      options={words.typings}
      onChange={(chosen) => notices.showRefusal(engine.call('setSettings', { typing: chosen === 'on' }))}
    />
  );
}

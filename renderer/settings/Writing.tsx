import type { ParametersOf } from '../../engine/api/api.ts';
import { undoPeriods } from '../../engine/api/undo-periods.ts';
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
  const choose = (chosen: ParametersOf<'setSettings'>) =>
    notices.showRefusal(engine.call('setSettings', chosen));
  return (
    <>
      <Choice
        label={words.undo}
        hint={words.undoHint}
        value={`${settings.undoSeconds}`}
        options={words.undos}
        onChange={(chosen) => choose({ undoSeconds: undoPeriods.find((one) => `${one}` === chosen) })}
      />
      <Choice
        label={words.typing}
        hint={words.typingHint}
        value={settings.typing ? 'on' : 'off'}
        options={words.typings}
        onChange={(chosen) => choose({ typing: chosen === 'on' })}
      />
    </>
  );
}

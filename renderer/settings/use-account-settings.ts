import { useEffect, useState } from 'react';
import type { AccountSettings } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';

/** As they are now, on whichever device they are chosen. Undefined until the engine has answered. */
export function useAccountSettings(): AccountSettings | undefined {
  const { engine } = useApp();
  const [settings, setSettings] = useState<AccountSettings>();
  useEffect(() => {
    engine.call('settings', undefined).then((found) => found.ok && setSettings(found.value));
    return engine.on('settings', setSettings);
  }, [engine]);
  return settings;
}

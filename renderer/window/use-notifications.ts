import { useEffect, useRef } from 'react';
import { createAlerts, DEVICE_ALERT } from '../../view-models/alerts.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

/** Badge and system notifications, and what a click on one opens. */
export function useNotifications(): void {
  const app = useApp();
  const text = useText();
  const words = useRef(text);

  useEffect(() => {
    words.current = text;
  }, [text]);

  useEffect(() => {
    const stops = [
      createAlerts(app, () => words.current),
      app.shell.onNotificationClick((id) =>
        id === DEVICE_ALERT ? app.navigation.show('devices') : app.navigation.open(id),
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [app]);
}

import { useEffect, useRef } from 'react';
import { createAlerts } from '../messenger/alerts.ts';
import { useText } from '../text/text.tsx';
import { useApp } from './app.ts';

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
      app.shell.onNotificationClick(app.navigation.open),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [app]);
}

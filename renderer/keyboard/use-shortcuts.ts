import { useEffect } from 'react';
import { useApp } from '../window/app.ts';
import { neighbour } from './neighbour.ts';
import { focusNextRegion } from './regions.ts';
import { shortcutOf } from './shortcut.ts';

/** The window's keys. They rest while a dialog is open and while text is being composed. */
export function useShortcuts(): void {
  const app = useApp();

  useEffect(() => {
    const { navigation, messenger, preferences, latest, shell } = app;

    function go(to: string | undefined): void {
      if (to !== undefined) navigation.open(to);
    }

    function closeTop(): void {
      if (preferences.get().details) preferences.change({ details: false });
      else latest.send();
    }

    function onKeyDown(event: KeyboardEvent): void {
      const { conversation, dialog } = navigation.get();
      if (dialog || event.isComposing || event.defaultPrevented) return;
      const shortcut = shortcutOf(event, shell.platform === 'darwin');
      if (!shortcut) return;
      const { conversations } = messenger.get();
      event.preventDefault();
      switch (shortcut.does) {
        case 'jump':
        case 'settings':
        case 'shortcuts':
          return navigation.show(shortcut.does);
        case 'number':
          return go(conversations[shortcut.number - 1]?.id);
        case 'neighbour':
          return go(neighbour(conversations, conversation, shortcut.step, shortcut.unreadOnly));
        case 'regions':
          return focusNextRegion(shortcut.back ? -1 : 1);
        case 'latest':
          return latest.send();
        case 'escape':
          return closeTop();
        default:
          return shortcut satisfies never;
      }
    }

    const stopMenu = shell.onMenuCommand(navigation.show);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      stopMenu();
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [app]);
}

import { useLayoutEffect } from 'react';
import type { ConversationId } from '../../protocol/ids.ts';
import { useApp } from '../app/app.ts';
import { neighbour } from './neighbour.ts';
import { focusNextRegion } from './regions.ts';
import { type Shortcut, shortcutOf } from './shortcut.ts';

/** The window's keys. They rest while a dialog is open and while text is being composed. */
export function useShortcuts(): void {
  const app = useApp();

  // Before the window is painted: its keys work as soon as it is visible.
  useLayoutEffect(() => {
    const { navigation, messenger, preferences, latest, search, selection, shell } = app;

    function go(to: string | undefined): void {
      if (to !== undefined) navigation.open(to);
    }

    function searchIn(within: ConversationId | undefined): void {
      search.within(within);
      navigation.show('search');
    }

    function closeTop(): void {
      if (selection.get()) selection.end();
      else if (preferences.get().details) preferences.change({ details: false });
      else latest.send();
    }

    function onKeyDown(event: KeyboardEvent): void {
      if (navigation.get().dialog || event.isComposing || event.defaultPrevented) return;
      const shortcut = shortcutOf(event, shell.platform === 'darwin');
      if (!shortcut) return;
      event.preventDefault();
      perform(shortcut);
    }

    function perform(shortcut: Shortcut): void {
      const { conversations } = messenger.get();
      const { conversation } = navigation.get();
      switch (shortcut.does) {
        case 'search':
          searchIn(undefined);
          break;
        case 'searchHere':
          searchIn(conversations.find(({ id }) => id === conversation)?.id);
          break;
        case 'jump':
        case 'newGroup':
        case 'settings':
        case 'shortcuts':
          navigation.show(shortcut.does);
          break;
        case 'number':
          go(conversations[shortcut.number - 1]?.id);
          break;
        case 'neighbour':
          go(neighbour(conversations, conversation, shortcut.step, shortcut.unreadOnly));
          break;
        case 'regions':
          focusNextRegion(shortcut.back ? -1 : 1);
          break;
        case 'latest':
          latest.send();
          break;
        case 'escape':
          closeTop();
          break;
        default:
          shortcut satisfies never;
      }
    }

    const stopMenu = shell.onMenuCommand((command) => navigation.show(command));
    shell.setMenuEnabled(true);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      stopMenu();
      shell.setMenuEnabled(false);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [app]);
}

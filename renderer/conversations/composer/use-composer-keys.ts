import type { KeyboardEvent } from 'react';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import type { OpenSuggestions } from './use-suggestions.ts';

interface ComposerKeys {
  readonly draft: string;
  readonly send: (text: string) => void;
  readonly suggestions: OpenSuggestions;
}

/** Keys that mean something else while an input method is at work are left to it. */
export function useComposerKeys({ draft, send, suggestions }: ComposerKeys) {
  const { preferences } = useApp();
  const enter = useStore(preferences, (all) => all.enter);

  function onSuggestionKey({ key }: KeyboardEvent): boolean {
    switch (key) {
      case 'Tab':
        suggestions.take();
        return true;
      case 'ArrowUp':
        suggestions.move(-1);
        return true;
      case 'ArrowDown':
        suggestions.move(1);
        return true;
      case 'Escape':
        suggestions.close();
        return true;
      default:
        return false;
    }
  }

  return (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (suggestions.open && !event.shiftKey && !event.altKey && onSuggestionKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && sends(event, enter)) {
      event.preventDefault();
      send(draft);
    }
  };
}

function sends(event: KeyboardEvent, enter: 'send' | 'line'): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  return enter === 'line' ? withControl : !event.shiftKey && !event.altKey && !withControl;
}

import type { KeyboardEvent } from 'react';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import type { OpenSuggestions } from './use-suggestions.ts';

interface ComposerKeys {
  readonly written: string;
  readonly finish: (text: string) => void;
  readonly suggestions: OpenSuggestions;
  readonly reply: { readonly isOpen: boolean; cancel(): void };
  readonly editing: { readonly text: string | undefined; begin(): void; cancel(): void };
}

/** Keys that mean something else while an input method is at work are left to it. */
export function useComposerKeys({ written, finish, suggestions, editing, reply }: ComposerKeys) {
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

  /** Up in an empty composer takes up one's last message; Escape leaves it as it was, and then answers nothing. */
  function onEditingKey(event: KeyboardEvent): boolean {
    const isEditing = editing.text !== undefined;
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowUp' && !isEditing && written === '') editing.begin();
    else if (event.key === 'Escape' && isEditing) editing.cancel();
    else if (event.key === 'Escape' && reply.isOpen) reply.cancel();
    else return false;
    return true;
  }

  return (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (suggestions.open && !event.shiftKey && !event.altKey && onSuggestionKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (onEditingKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && sends(event, enter)) {
      event.preventDefault();
      finish(written);
    }
  };
}

function sends(event: KeyboardEvent, enter: 'send' | 'line'): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  return enter === 'line' ? withControl : !event.shiftKey && !event.altKey && !withControl;
}

import type { KeyboardEvent } from 'react';
import { toggleMark } from '../../../view-models/formatting/toggle-mark.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import { latinKey } from '../../keyboard/shortcut.ts';
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
    } else if (onMarkKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && sends(event, enter)) {
      event.preventDefault();
      finish(written);
    }
  };
}

const marks: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`' };

/** By the command of an edit, so that the text area's own undo knows of it. */
function onMarkKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
  const mark = marks[latinKey(event)];
  if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
  const area = event.currentTarget;
  const selection = { start: area.selectionStart, end: area.selectionEnd };
  const { replaced, text, selected } = toggleMark(area.value, selection, mark);
  area.setSelectionRange(replaced.start, replaced.end);
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  area.setSelectionRange(selected.start, selected.end);
  return true;
}

function sends(event: KeyboardEvent, enter: 'send' | 'line'): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  return enter === 'line' ? withControl : !event.shiftKey && !event.altKey && !withControl;
}

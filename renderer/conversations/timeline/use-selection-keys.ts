import type { KeyboardEvent } from 'react';
import type { Message } from '../../../engine/api/api.ts';
import { useApp } from '../../app/app.ts';

/** Space takes the message that has the focus into the selection, or out of it; with Shift, an arrow takes it and goes on. */
export function useSelectionKeys(messages: readonly Message[]) {
  const { selection } = useApp();
  return (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const focused = document.activeElement;
    const message = focused?.matches('.message')
      ? messages.find(({ id }) => id === focused.getAttribute('data-message'))
      : undefined;
    if (!message) return;
    if (event.key === ' ' && (selection.get() || event.shiftKey)) {
      event.preventDefault();
      selection.toggle(message);
    }
    const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    if (isArrow && event.shiftKey) selection.add(message);
  };
}

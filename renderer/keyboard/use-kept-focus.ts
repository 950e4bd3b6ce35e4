import { useLayoutEffect } from 'react';

/** When the focused element disappears, the focus would fall to the page itself, where hardly a key does anything. */
export function useKeptFocus(): void {
  useLayoutEffect(() => {
    function onFocusOut({ target, relatedTarget }: FocusEvent): void {
      if (relatedTarget || !(target instanceof HTMLElement)) return;
      const messages = target.closest<HTMLElement>('[role="grid"]');
      // A closing dialog gives the focus back by itself in the first frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (document.activeElement === document.body && !isShown(target)) homeOf(messages)?.focus();
        }),
      );
    }

    document.addEventListener('focusout', onFocusOut);
    return () => document.removeEventListener('focusout', onFocusOut);
  }, []);
}

/** Focus returns to the messages if it was there, else to the composer or what stands in its place. */
function homeOf(messages: HTMLElement | null): HTMLElement | null {
  if (messages && isShown(messages)) return messages;
  return (
    document.querySelector<HTMLElement>('.composer textarea, .no-writing') ??
    document.querySelector('.sidebar button')
  );
}

function isShown(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility();
}

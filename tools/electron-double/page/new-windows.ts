// Runs in the page, part of it in either world. A wish for a new window goes to the app before Chromium acts on it.
import type { PageDocument, PageWindow } from './page-globals.ts';

declare const document: PageDocument;
declare const window: PageWindow;

/** What is read of the element that was clicked. */
interface Clicked {
  closest?(selector: string): { readonly href: string; readonly target: string } | null;
}

/** In the page's own world: `window.open` asks, and opens nothing by itself. */
export function hookWindowOpen(openWindow: (url: string) => void): void {
  const open = (url: string | URL = 'about:blank') => {
    openWindow(new URL(url, document.baseURI).href);
    return null;
  };
  Object.defineProperty(window, 'open', { value: open, configurable: true, writable: true });
}

/** In the preload's world: links that would open a window ask instead, after the page's own listeners. */
export function watchLinks(openWindow: (url: string) => void): void {
  const listener = (event: Event) => {
    if (event.defaultPrevented) return;
    // Only elements are clicked, and both events are MouseEvents.
    const { target, button, ctrlKey, metaKey } = event as unknown as {
      readonly target: Clicked;
      readonly button: number;
      readonly ctrlKey: boolean;
      readonly metaKey: boolean;
    };
    const link = target.closest?.('a[href]');
    const isElsewhere = button === 1 || ctrlKey || metaKey || link?.target === '_blank';
    if (!link || !isElsewhere || button > 1) return;
    event.preventDefault();
    openWindow(link.href);
  };
  window.addEventListener('click', listener);
  window.addEventListener('auxclick', listener);
}

// Runs in the preload's world: reports the title and keys to main.
import type { PageDocument, PageKeyEvent, PageWindow } from './page-globals.ts';
import type { FromPage } from './page-messages.ts';

declare const document: PageDocument;
declare const window: PageWindow;
declare const MutationObserver: new (
  callback: () => void,
) => { observe(node: PageDocument, options: object): void };

/** Posts the document's title whenever it changes. */
export function watchTitle(post: (message: FromPage) => void): void {
  let title = '';
  const observer = new MutationObserver(() => {
    if (document.title === title) return;
    title = document.title;
    post({ kind: 'title', title });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

/** Posts every key that goes down or up. */
export function watchKeys(post: (message: FromPage) => void): void {
  for (const type of ['keyDown', 'keyUp'] as const) {
    // Listened for by name: the event is a KeyboardEvent.
    const listener = (event: Event) => post(keyMessage(type, event as PageKeyEvent));
    window.addEventListener(type.toLowerCase(), listener, true);
  }
}

function keyMessage(type: 'keyDown' | 'keyUp', event: PageKeyEvent): FromPage {
  const { key, code, repeat, isComposing, shiftKey, ctrlKey, altKey, metaKey } = event;
  const modifiers = { shift: shiftKey, control: ctrlKey, alt: altKey, meta: metaKey };
  return { kind: 'key', input: { type, key, code, isAutoRepeat: repeat, isComposing, ...modifiers } };
}

/// <reference lib="dom" />
// What a screen reader is given to say by itself, as it is given.
import type { Page } from '@playwright/test';

declare global {
  /** Of the announcer alone: see `keepClosedRoots`. */
  var closedRoots: ShadowRoot[];
  var announced: string[];
  var focused: string[];
}

/** Runs inside the page before anything else, which closes what a test has to look into. */
export function keepClosedRoots(): void {
  globalThis.closedRoots = [];
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function keepAndAttach(options) {
    const root = attachShadow.call(this, options);
    if (options.mode === 'closed') globalThis.closedRoots.push(root);
    return root;
  };
}

export interface Announcements {
  said(): Promise<readonly string[]>;
  forget(): Promise<void>;
}

/** From now on. Each text is one that stood there alone. */
export async function listen(page: Page): Promise<Announcements> {
  await page.evaluate(() => {
    globalThis.announced = [];
    const [region] = globalThis.closedRoots;
    if (!region) throw new Error('nothing announces');
    const note = () => {
      if (region.childNodes.length > 1) throw new Error('it holds more than one text');
      if (region.textContent) globalThis.announced.push(region.textContent);
    };
    new MutationObserver(note).observe(region, { childList: true, characterData: true, subtree: true });
  });
  return {
    said: () => page.evaluate(() => globalThis.announced),
    forget: () => page.evaluate(() => void globalThis.announced.splice(0)),
  };
}

/** Elements of the page itself that would be said again when a dialog that hid them is closed. */
export function liveInPage(page: Page): Promise<readonly string[]> {
  const live = '[aria-live]:not([aria-live="off"]), [role="alert"], [role="status"], [role="log"], output';
  return page.locator(`#root :is(${live})`).evaluateAll((all) => all.map(({ outerHTML }) => outerHTML));
}

/** What has had the focus at the end of a frame, one after another, by its element's name and text. */
export async function watchFocus(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    globalThis.focused = [];
    const note = () => {
      const { localName = '', textContent = '' } = document.activeElement ?? {};
      const now = localName === 'body' ? localName : `${localName} ${textContent}`.trim();
      if (globalThis.focused.at(-1) !== now) globalThis.focused.push(now);
      requestAnimationFrame(note);
    };
    note();
  });
  return () => page.evaluate(() => globalThis.focused);
}

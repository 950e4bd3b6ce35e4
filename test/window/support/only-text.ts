/// <reference lib="dom" />
// What a page looks like to which another person's text has done nothing.
import type { Page } from '@playwright/test';
import { expect } from 'vitest';

const allowed: readonly string[] =
  'A ARTICLE ASIDE BDI BLOCKQUOTE BODY BUTTON CIRCLE DD DIV DL DT FOOTER FORM H1 H2 H3 HEAD HEADER HTML INPUT KBD LABEL LI LINE LINK MAIN META P PATH POLYLINE RECT SCRIPT SECTION SPAN STRONG SVG TEMPLATE TEXTAREA TIME TITLE UL'.split(
    ' ',
  );

/** Elements that the window has no use for, handlers in markup, links to where none may lead, foreign scripts. */
function foreignElements(page: Page): Promise<readonly string[]> {
  return page.evaluate((names) => {
    const all = [...document.querySelectorAll('*')];
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a')].filter(
      ({ protocol }) => !['http:', 'https:', 'mailto:', 'parley:'].includes(protocol),
    );
    const scripts = [...document.scripts].filter(({ src }) => !src.startsWith(location.origin));
    const handled = all.filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    );
    const others = all.filter(({ tagName }) => !names.includes(tagName.toUpperCase()));
    return [...links, ...scripts, ...handled, ...others].map(({ outerHTML }) => outerHTML.slice(0, 120));
  }, allowed);
}

export interface Watch {
  /** Nothing has run, nothing was asked from anywhere, and no element is there that should not be. */
  expectOnlyText(): Promise<void>;
}

/** Watches from now on. The page may ask for its own assets, such as a font. */
export function watchForCode(page: Page): Watch {
  const own = new URL('assets/', page.url()).href;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => {
    asked.push('a dialog');
    dialog.dismiss();
  });
  return {
    async expectOnlyText() {
      expect(await foreignElements(page)).toEqual([]);
      expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
      expect(asked.filter((url) => !url.startsWith(own))).toEqual([]);
    },
  };
}

import { provideChromium } from './chromium.ts';

/** Vitest's global set-up: what is brought once is there for every test. Throws what to install by hand. */
export function setup(): void {
  provideChromium();
}

import { provideChromium } from './chromium.ts';
import { isRealElectron } from './electron-double.ts';

/** Vitest's global set-up: what the double needs is brought once. Throws what to install by hand. */
export function setup(): void {
  if (!isRealElectron) provideChromium();
}

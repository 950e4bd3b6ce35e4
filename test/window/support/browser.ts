// The Chromium that the window's tests drive.
import { type Browser, chromium } from '@playwright/test';
import { afterAll } from 'vitest';
import { provideChromium } from '../../../tools/electron-double/chromium.ts';

let launched: Promise<Browser> | undefined;

/** One for all tests of a file; it is closed after them. */
export function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: provideChromium() });
  return launched;
}

afterAll(async () => {
  await (await launched)?.close();
});

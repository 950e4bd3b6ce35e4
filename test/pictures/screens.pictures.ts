import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from 'vitest';
import { germanWalks, walks } from '../window/support/screens/screens.ts';

const folder = `${join(import.meta.dirname, '../../out/screens')}/`;

const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
] as const;

const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const;

/** In every theme; in both sizes unless the window is narrower than them, which is what is looked at then. */
async function shoot(page: Page, name: string): Promise<void> {
  const own = page.viewportSize() ?? sizes[0];
  for (const size of own.width < 900 ? [own] : sizes) {
    await page.setViewportSize(size);
    for (const [look, media] of Object.entries(looks)) {
      await page.emulateMedia(media);
      await page.screenshot({ path: `${folder}${name}-${size.width}-${look}.png` });
    }
  }
  await page.emulateMedia(looks.light);
  await page.setViewportSize(own);
}

mkdirSync(folder, { recursive: true });

test.each(Object.entries({ ...walks, ...germanWalks }))('%s', (_, walk) => walk(shoot));

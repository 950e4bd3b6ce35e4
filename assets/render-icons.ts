// Renders the icons from their drawings: `npm run icons`. The pictures are kept in git, so a build needs none of this.
import { globSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { provideChromium } from '../tools/electron-double/chromium.ts';

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
/** electron-builder makes the icons of Windows and macOS from this one. */
const LARGEST = 1024;
const TRAY_SIZE = 32;
/** macOS measures its menu bar in points, and takes the second for dense screens. */
const TEMPLATE_SIZES = { '': 16, '@2x': 32 } as const;
const folder = import.meta.dirname;

async function render(browser: Browser, svg: string, size: number, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = (await readFile(svg, 'utf8')).replace('<svg', `<svg width="${size}" height="${size}"`);
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}

await mkdir(join(folder, 'icons'), { recursive: true });
const browser = await chromium.launch({ executablePath: provideChromium() });
const icon = join(folder, 'icon.svg');
for (const size of APP_SIZES) {
  await render(browser, icon, size, join(folder, 'icons', `${size}x${size}.png`));
}
await render(browser, icon, LARGEST, join(folder, 'icon.png'));
for (const svg of globSync(join(folder, 'tray', '*.svg'))) {
  const sizes = svg.endsWith('Template.svg') ? TEMPLATE_SIZES : { '': TRAY_SIZE };
  for (const [suffix, size] of Object.entries(sizes)) {
    await render(browser, svg, size, svg.replace(/\.svg$/, `${suffix}.png`));
  }
}
await browser.close();

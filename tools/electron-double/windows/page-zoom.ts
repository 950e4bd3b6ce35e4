import type { Page } from './page.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Zooms as Electron does: the page gets fewer, larger pixels. */
export async function applyZoom(page: Page, factor: number, { width, height }: Size): Promise<void> {
  if (factor === 1) {
    await page.send('Emulation.clearDeviceMetricsOverride');
    return;
  }
  await page.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / factor),
    height: Math.round(height / factor),
    deviceScaleFactor: factor,
    mobile: false,
  });
}

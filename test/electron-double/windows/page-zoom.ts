import type { PageSession } from './page-session.ts';

/** Zoom as Electron's: the page gets fewer, larger pixels. */
export class PageZoom {
  readonly #page: PageSession;
  factor = 1;

  constructor(page: PageSession) {
    this.#page = page;
  }

  async apply({ width, height }: { readonly width: number; readonly height: number }): Promise<void> {
    const { factor } = this;
    if (factor === 1) await this.#page.send('Emulation.clearDeviceMetricsOverride');
    else
      await this.#page.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(width / factor),
        height: Math.round(height / factor),
        deviceScaleFactor: factor,
        mobile: false,
      });
  }
}

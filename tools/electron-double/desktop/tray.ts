import { record } from '../state.ts';
import { StrictEmitter } from '../strict.ts';
import type { Menu } from './menu.ts';
import { type NativeImage, toImage } from './native-image.ts';

/** An icon that is never drawn. A spec emits `click` on it, or clicks an item of the menu that the app keeps. */
export class Tray extends StrictEmitter {
  #isDestroyed = false;

  constructor(image: NativeImage | string) {
    super();
    this.setImage(image);
  }

  setImage(image: NativeImage | string): void {
    record('Tray.setImage', toImage(image).getSize());
  }

  setToolTip(toolTip: string): void {
    record('Tray.setToolTip', toolTip);
  }

  setTitle(title: string): void {
    record('Tray.setTitle', title);
  }

  setContextMenu(menu: Menu | null): void {
    record(
      'Tray.setContextMenu',
      menu?.items.map(({ label }) => label),
    );
  }

  popUpContextMenu(menu?: Menu): void {
    menu?.popup();
  }

  getBounds() {
    return { x: 0, y: 0, width: 0, height: 0 };
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  destroy(): void {
    this.#isDestroyed = true;
  }
}

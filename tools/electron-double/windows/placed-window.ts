import { primaryDisplay } from '../desktop/screen.ts';
import { StrictEmitter } from '../strict.ts';
import { centre, placeWindow, type Rectangle } from './window-geometry.ts';

type Size = [width: number, height: number];

export interface PlaceOptions extends Partial<Rectangle> {
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly maxWidth?: number;
  readonly maxHeight?: number;
}

/** Place and size of a window, which has no frame: content and window are the same. */
export abstract class PlacedWindow extends StrictEmitter {
  #bounds: Rectangle;
  #minimum: Size;
  #maximum: Size;

  constructor(options: PlaceOptions) {
    super();
    const { width = 800, height = 600, minWidth = 0, minHeight = 0, maxWidth = 0, maxHeight = 0 } = options;
    this.#minimum = [minWidth, minHeight];
    this.#maximum = [maxWidth, maxHeight];
    const middle = centre({ x: 0, y: 0, width, height }, primaryDisplay.workArea);
    const { x = middle.x, y = middle.y } = options;
    this.#bounds = placeWindow(middle, { x, y }, this.#limits);
  }

  /** Makes Chromium's window what this one has become. */
  protected abstract follow(): void;

  get #limits() {
    return { minimum: this.#minimum, maximum: this.#maximum };
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(wanted: Partial<Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = placeWindow(before, wanted, this.#limits);
    const { x, y, width, height } = this.#bounds;
    this.follow();
    if (width !== before.width || height !== before.height) this.emit('resize');
    if (x !== before.x || y !== before.y) this.emit('move');
  }

  getSize(): Size {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getPosition(): [x: number, y: number] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.setBounds(centre(this.#bounds, primaryDisplay.workArea));
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
    this.setBounds({});
  }

  getMinimumSize(): Size {
    return [...this.#minimum];
  }
}

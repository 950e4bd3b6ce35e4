import { StrictEmitter } from '../strict.ts';
import type { Rectangle } from '../windows/window-geometry.ts';

export interface Display {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
  readonly size: { readonly width: number; readonly height: number };
  readonly workAreaSize: { readonly width: number; readonly height: number };
  readonly scaleFactor: number;
  readonly rotation: number;
}

const area = { x: 0, y: 0, width: 1920, height: 1080 };

export const primaryDisplay: Display = {
  id: 1,
  label: 'double',
  bounds: area,
  workArea: area,
  size: { width: area.width, height: area.height },
  workAreaSize: { width: area.width, height: area.height },
  scaleFactor: 1,
  rotation: 0,
};

/** One display; a spec may set others and emit the events of their coming and going. */
export class Screen extends StrictEmitter {
  #displays: readonly Display[] = [primaryDisplay];

  getAllDisplays(): Display[] {
    return [...this.#displays];
  }

  getPrimaryDisplay(): Display {
    return this.#displays[0] ?? primaryDisplay;
  }

  /** The display that shows most of the rectangle, else the primary one. */
  getDisplayMatching(rectangle: Rectangle): Display {
    const byOverlap = this.#displays.toSorted(
      (one, other) => overlap(other.bounds, rectangle) - overlap(one.bounds, rectangle),
    );
    return byOverlap[0] ?? primaryDisplay;
  }

  getDisplayNearestPoint({ x, y }: { readonly x: number; readonly y: number }): Display {
    return this.getDisplayMatching({ x, y, width: 1, height: 1 });
  }

  getCursorScreenPoint(): { readonly x: number; readonly y: number } {
    return { x: 0, y: 0 };
  }
}

function overlap(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

export const screen = new Screen();

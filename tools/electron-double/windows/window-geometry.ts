export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SizeLimits {
  readonly minimum: readonly [width: number, height: number];
  readonly maximum: readonly [width: number, height: number];
}

/** `wanted` laid over `current`, within the limits; a maximum of 0 means none, as in Electron. */
export function placeWindow(current: Rectangle, wanted: Partial<Rectangle>, limits: SizeLimits): Rectangle {
  const { x, y, width, height } = { ...current, ...wanted };
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: within(width, limits.minimum[0], limits.maximum[0]),
    height: within(height, limits.minimum[1], limits.maximum[1]),
  };
}

function within(size: number, minimum: number, maximum: number): number {
  const capped = maximum > 0 ? Math.min(size, maximum) : size;
  return Math.round(Math.max(capped, minimum));
}

/** In the middle of an area. */
export function centre({ width, height }: Rectangle, area: Rectangle): Rectangle {
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

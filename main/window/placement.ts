import type { Rectangle } from 'electron';
import { z } from 'zod';

const pixels = z.int().min(-100_000).max(100_000);

export const placement = z.object({
  v: z.literal(1),
  bounds: z.object({ x: pixels, y: pixels, width: pixels, height: pixels }),
  maximized: z.boolean(),
});
export type Placement = z.output<typeof placement>;

export const SMALLEST_WINDOW = { width: 480, height: 400 } as const;
const FIRST_SIZE = { width: 1280, height: 800 } as const;

/** Where the window opens: where it was, if enough of that is still on a screen; without x and y in the middle. */
export function placeOn(
  workAreas: readonly Rectangle[],
  before: Rectangle | undefined,
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  const area = before && workAreas.find((each) => holdsMiddle(each, before));
  const largest = area ?? workAreas[0] ?? { x: 0, y: 0, ...FIRST_SIZE };
  const width = clamp((before ?? FIRST_SIZE).width, SMALLEST_WINDOW.width, largest.width);
  const height = clamp((before ?? FIRST_SIZE).height, SMALLEST_WINDOW.height, largest.height);
  if (!area || !before) return { width, height };
  return {
    width,
    height,
    x: clamp(before.x, area.x, area.x + area.width - width),
    y: clamp(before.y, area.y, area.y + area.height - height),
  };
}

function holdsMiddle(area: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const [middle, centre] = [x + width / 2, y + height / 2];
  const isWithin = middle >= area.x && middle < area.x + area.width;
  return isWithin && centre >= area.y && centre < area.y + area.height;
}

/** A screen smaller than the least decides against the least. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(most, 0));
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOn } from './placement.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };

test('the first window is centred at the default size', () => {
  expect(placeOn([screen], undefined)).toEqual({ width: 1280, height: 800 });
});

test('the window opens at its last place on its last screen', () => {
  const before = { x: 2000, y: 100, width: 900, height: 600 };
  expect(placeOn([screen, second], before)).toEqual(before);
});

test('when its screen is gone the window keeps its size and the system places it', () => {
  expect(placeOn([screen], { x: 2000, y: 100, width: 900, height: 600 })).toEqual({
    width: 900,
    height: 600,
  });
});

test('a restored window always lies within a screen', () => {
  const length = fc.integer({ min: 1, max: 5_000 });
  const offset = fc.integer({ min: -6_000, max: 6_000 });
  const before = fc.record({ x: offset, y: offset, width: length, height: length });
  fc.assert(
    fc.property(before, (rectangle) => {
      const { x, y, width, height } = placeOn([screen, second], rectangle);
      if (x === undefined || y === undefined) return;
      const isWithin = (area: typeof screen) =>
        x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height;
      expect([screen, second].some(isWithin)).toBe(true);
    }),
  );
});

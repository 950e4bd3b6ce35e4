import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centre, placeWindow } from './window-geometry.ts';

const size = fc.integer({ min: 1, max: 4_000 });
const rectangle = fc.record({ x: fc.integer(), y: fc.integer(), width: size, height: size });

test('a window never leaves its limits, and a maximum of 0 is none', () => {
  fc.assert(
    fc.property(rectangle, rectangle, size, size, (current, wanted, minimum, room) => {
      const maximum = minimum + room;
      const limits = { minimum: [minimum, 0], maximum: [maximum, 0] } as const;
      const { width, height } = placeWindow(current, wanted, limits);
      expect(width).toBe(Math.min(Math.max(wanted.width, minimum), maximum));
      expect(height).toBe(wanted.height);
    }),
  );
});

test('what is not wanted stays', () => {
  const current = { x: 1, y: 2, width: 3, height: 4 };
  expect(placeWindow(current, { y: 9 }, { minimum: [0, 0], maximum: [0, 0] })).toEqual({ ...current, y: 9 });
});

test('the middle of an area is the middle of the window', () => {
  const area = { x: 100, y: 0, width: 1000, height: 500 };
  const window = { x: 0, y: 0, width: 200, height: 100 };
  expect(centre(window, area)).toEqual({ x: 500, y: 200, width: 200, height: 100 });
});

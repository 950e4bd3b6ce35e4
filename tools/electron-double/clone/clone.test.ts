import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import type { Json } from './json.ts';

function overTheWire(value: unknown): unknown {
  return decode(JSON.parse(JSON.stringify(encode(value))) as Json);
}

const anyClonable = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: false,
});

test('whatever structured clone carries arrives as structured clone would deliver it', () => {
  fc.assert(
    fc.property(anyClonable, (value) => {
      expect(overTheWire(value)).toStrictEqual(structuredClone(value));
    }),
  );
});

test('keys that look like tags or like a prototype stay ordinary keys', () => {
  const value = JSON.parse('{"$":"map","v":1,"__proto__":{"admin":true}}');
  expect(overTheWire(value)).toEqual(value);
  expect(Object.keys(overTheWire(value) as object)).toEqual(['$', 'v', '__proto__']);
});

test('a cycle and a shared object keep their identity', () => {
  const shared = { name: 'shared' };
  const value: Record<string, unknown> = { first: shared, second: new Map([[shared, [shared]]]) };
  value.self = value;
  const copy = overTheWire(value) as typeof value;
  expect(copy.self).toBe(copy);
  expect([...(copy.second as Map<object, object[]>)][0]?.[0]).toBe(copy.first);
});

test('an error keeps its kind, message and cause', () => {
  const copy = overTheWire(new TypeError('nope', { cause: new RangeError('deep') })) as Error;
  expect(copy).toBeInstanceOf(TypeError);
  expect(copy.message).toBe('nope');
  expect(copy.cause).toBeInstanceOf(RangeError);
});

test.each([[() => 1], [Symbol('s')], [Promise.resolve()], [new WeakMap()]])('%o is refused', (value) => {
  expect(() => encode(value)).toThrow(/could not be cloned/);
});

import { expect, test } from 'vitest';
import { Cache } from './cache.ts';

const same = (value: string) => value;

test('keeps what was used last and fits', async () => {
  const cache = new Cache<string>(3, ({ length }) => length);
  for (const key of ['a', 'b', 'c']) cache.set(key, key);
  await cache.use('a', () => expect.unreachable('it is cached'), same);
  cache.set('d', 'd');
  expect(cache.bytes).toBe(3);
  expect(await cache.use('a', async () => 'loaded again', same)).toBe('a');
  expect(await cache.use('b', async () => 'loaded again', same)).toBe('loaded again');
});

test('simultaneous callers share one read', async () => {
  const cache = new Cache<string>(100, ({ length }) => length);
  let readings = 0;
  const load = async () => {
    readings += 1;
    return 'value';
  };
  expect(await Promise.all([cache.use('key', load, same), cache.use('key', load, same)])).toEqual([
    'value',
    'value',
  ]);
  expect(readings).toBe(1);
});

test('a caller that waits for an older value gets the newer one, and the older one is not kept', async () => {
  const cache = new Cache<string>(100, ({ length }) => length);
  const older = Promise.withResolvers<string>();
  const used = cache.use('key', () => older.promise, same);
  cache.set('key', 'newer');
  older.resolve('older');
  expect(await used).toBe('newer');
  expect(await cache.use('key', () => expect.unreachable('it is cached'), same)).toBe('newer');
});

test('a failed read rejects for all its callers, and the next call reads again', async () => {
  const cache = new Cache<string>(100, ({ length }) => length);
  const failing = () => Promise.reject(new Error('unreadable'));
  const both = [cache.use('key', failing, same), cache.use('key', failing, same)];
  for (const one of both) await expect(one).rejects.toThrow('unreadable');
  expect(await cache.use('key', async () => 'value', same)).toBe('value');
});

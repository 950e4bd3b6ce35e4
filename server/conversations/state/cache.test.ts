import { expect, test } from 'vitest';
import { conversationId } from '../../../protocol/ids.ts';
import { createCache } from './cache.ts';
import type { Conversation } from './conversation.ts';
import { emptyState } from './log-state.ts';
import { newestFrom } from './newest-records.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => conversationId.parse(letter.repeat(43)));

function cacheOf(capacity: number, head = 1) {
  const loads: string[] = [];
  const cache = createCache(async (id): Promise<Conversation> => {
    loads.push(id.slice(0, 1));
    return {
      id,
      ordered: { ...emptyState('direct'), head },
      durable: { ...emptyState('direct'), head },
      newest: newestFrom(0, new Uint8Array(32)),
      appends: [],
      recent: new Map(),
      memberships: new Map(),
      failure: undefined,
      turn: undefined,
      snapshotHead: 0,
    };
  }, capacity);
  return { cache, loads };
}

test('the cache loads a conversation once for many requests', async () => {
  const { cache, loads } = cacheOf(2);
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((turn) => cache.use(a!, () => order.push(turn))));
  expect(loads).toEqual(['a']);
  expect(order).toEqual([1, 2, 3]);
});

test('the cache evicts the least recently used conversation that is not in use', async () => {
  const { cache, loads } = cacheOf(2);
  const end = Promise.withResolvers<void>();
  const long = cache.use(a!, () => end.promise);
  for (const id of [b!, c!, a!]) await cache.use(id, () => undefined);
  expect(loads).toEqual(['a', 'b', 'c']);
  await cache.use(b!, () => undefined);
  expect(loads).toEqual(['a', 'b', 'c', 'b']);
  end.resolve();
  await long;
});

test('a conversation that does not exist evicts nothing', async () => {
  const { cache, loads } = cacheOf(2, 0);
  await cache.use(a!, (conversation) => {
    conversation.ordered.head = 1;
  });
  for (const id of [b!, c!, b!, a!]) await cache.use(id, () => undefined);
  expect(loads).toEqual(['a', 'b', 'c', 'b']);
  expect([...cache.loaded()].map(({ id }) => id)).toEqual([a]);
});

test('the cache tries a failed load again', async () => {
  let tries = 0;
  const cache = createCache(async () => {
    tries += 1;
    throw new Error('unreadable');
  });
  await expect(cache.use(a!, () => undefined)).rejects.toThrow('unreadable');
  await expect(cache.use(a!, () => undefined)).rejects.toThrow('unreadable');
  expect(tries).toBe(2);
});

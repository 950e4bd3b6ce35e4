import { expect, test } from 'vitest';
import { rates } from '../../protocol/limits.ts';
import { networkOf, RateLimiter } from './rate-limiter.ts';

test('a burst passes, then one at a time as the bucket fills', () => {
  let now = 1_000_000;
  const limiter = new RateLimiter(() => now);
  const { burst, perSecond } = rates.credentials;
  for (let count = 0; count < burst; count += 1) expect(limiter.take('credentials', 'a')).toBeUndefined();
  expect(limiter.take('credentials', 'a')).toBe(1_000 / perSecond);
  expect(limiter.take('credentials', 'b')).toBeUndefined();
  expect(limiter.take('read', 'a')).toBeUndefined();
  now += 1_000 / perSecond;
  expect(limiter.take('credentials', 'a')).toBeUndefined();
  expect(limiter.take('credentials', 'a')).toBeDefined();
});

test('a clock that is set back takes nothing away', () => {
  let now = 1_000_000;
  const limiter = new RateLimiter(() => now);
  expect(limiter.take('account', 'a')).toBeUndefined();
  now -= 500_000;
  expect(limiter.take('account', 'a')).toBeUndefined();
});

test('callers who are long gone are forgotten, those who wait are not', () => {
  let now = 0;
  const limiter = new RateLimiter(() => now);
  for (let count = 0; count <= rates.credentials.burst; count += 1) limiter.take('credentials', 'guesser');
  for (let count = 0; count < 5_000; count += 1) {
    now += 1;
    limiter.take('account', `caller ${count}`);
  }
  expect(limiter.size).toBeLessThan(4_000);
  for (let count = 0; count < 5; count += 1) limiter.take('credentials', 'guesser');
  expect(limiter.take('credentials', 'guesser')).toBeDefined();
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

import { expect, test } from 'vitest';
import { emoji } from './emoji.ts';

test('takes one emoji, also of several code points', () => {
  for (const one of ['👍', '❤️', '👍🏽', '👩‍🚀', '1️⃣', '🇩🇪', '👩🏽‍❤️‍💋‍👨🏿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])
    expect(emoji.safeParse(one).success, one).toBe(true);
});

test('refuses everything else', () => {
  const others = [
    ...['', ' ', 'a', '1', '👍👍', '👍 ', '❤', '\u200d', '👍\0', '\u202e👍', ':)', '👩‍', '<b>', '🇩'],
    '👍'.repeat(16_384),
    'x'.repeat(65_536),
  ];
  for (const one of others) expect(emoji.safeParse(one).success, one.slice(0, 20)).toBe(false);
});

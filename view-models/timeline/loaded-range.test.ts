import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { grown, HELD, highestOf, type LoadedRange, type Side, withoutOldest } from './loaded-range.ts';

const PAGE = 150;
const log = Array.from({ length: 2_000 }, (_, index) => placed(index + 1));

function placed(seq: number): Message {
  const base = { conversation: 'c' as ConversationId, sender: 's', device: 'd', kind: 'text' } as const;
  return { ...base, id: `m${seq}` as MessageId, seq, sentAt: '', state: 'sent' };
}

/** As the engine answers. */
function pageOf({ messages }: LoadedRange, side: Side) {
  const [low, high] = [messages[0]?.seq ?? 1, highestOf(messages)];
  return side === 'older'
    ? { messages: log.slice(Math.max(0, low - 1 - PAGE), low - 1), more: low - 1 > PAGE }
    : { messages: log.slice(high, high + PAGE), more: high + PAGE < log.length };
}

test('the loaded range stays contiguous and bounded wherever the view scrolls, and knows what lies beyond', () => {
  const newest: LoadedRange = { messages: log.slice(-60), older: true, newer: false };
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Side>('older', 'older', 'newer'), { maxLength: 60 }), (sides) => {
      const end = sides.reduce((held, side) => grown(held, side, pageOf(held, side)), newest);
      const first = end.messages[0]?.seq ?? 0;
      expect(end.messages).toEqual(log.slice(first - 1, first - 1 + end.messages.length));
      expect(end.messages.length).toBeLessThanOrEqual(HELD);
      expect(end.older).toBe(first > 1);
      expect(end.newer).toBe(highestOf(end.messages) < log.length);
    }),
  );
});

test('following new messages for long drops the oldest', () => {
  const followed = withoutOldest({ messages: log, older: false, newer: false });
  expect(followed).toEqual({ messages: log.slice(-HELD), older: true, newer: false });
});

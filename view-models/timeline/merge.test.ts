import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../engine/api/api.ts';
import type { ConversationId, MessageId } from '../../protocol/ids.ts';
import { mergeMessage, mergePage, withoutMessage } from './merge.ts';

function placed(seq: number | undefined, id = `m${seq}`, text = ''): Message {
  const base = { conversation: 'c' as ConversationId, sender: 's', device: 'd', kind: 'text' } as const;
  return { ...base, id: id as MessageId, text, sentAt: '', state: 'sent', ...(seq !== undefined && { seq }) };
}

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

test('messages appear once and in log order, whatever the order of arrival', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 })),
      fc.integer({ min: 1, max: 40 }),
      (arrivals, from) => {
        const single = arrivals.map((seq) => placed(seq)).reduce(mergeMessage, [] as readonly Message[]);
        const distinct = [...new Set(arrivals)].sort((a, b) => a - b);
        expect(ids(single)).toEqual(distinct.map((seq) => `m${seq}`));
        const page = Array.from({ length: 5 }, (_, index) => placed(from + index));
        const together = [...new Set([...distinct, ...page.map(({ seq = 0 }) => seq)])].sort((a, b) => a - b);
        expect(ids(mergePage(single, page))).toEqual(together.map((seq) => `m${seq}`));
      },
    ),
  );
});

test('a pending message stays at the end until it has a sequence number', () => {
  const waiting = [placed(1), placed(undefined, 'x'), placed(undefined, 'y')];
  expect(ids(mergeMessage(waiting, placed(2)))).toEqual(['m1', 'm2', 'x', 'y']);
  expect(ids(mergeMessage(waiting, placed(2, 'y')))).toEqual(['m1', 'y', 'x']);
  expect(ids(mergePage(waiting, [placed(0), placed(1)]))).toEqual(['m0', 'm1', 'x', 'y']);
});

test('a changed message replaces the loaded one', () => {
  const [changed] = mergeMessage([placed(1)], placed(1, 'm1', 'new'));
  expect(changed?.text).toBe('new');
  expect(mergePage([placed(1)], [placed(1, 'm1', 'newer')])[0]?.text).toBe('newer');
});

test('what answers a message that is gone quotes nothing of it', () => {
  const quoted = { id: 'm1' as MessageId, sender: 's', kind: 'text', text: 'gone' } as const;
  const answer = { ...placed(3), replyTo: quoted };
  const left = withoutMessage([placed(1), placed(2), answer], quoted.id);
  expect(left).toEqual([placed(2), { ...answer, replyTo: { id: 'm1' } }]);
});

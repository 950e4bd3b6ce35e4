import { expect, test } from 'vitest';
import { type ConversationEntry, keptEntries } from './entries.ts';

function entry(id: string, unread = 0): ConversationEntry {
  const nothing = { symbol: undefined, user: undefined, presence: undefined, at: undefined } as const;
  return {
    ...nothing,
    id,
    title: id,
    preview: '',
    draft: false,
    failed: false,
    unread,
    ...{ mentions: 0, quiet: false },
    muted: false,
    ended: false,
  };
}

test('an unchanged entry stays the same object', () => {
  const before = [entry('alice'), entry('bob')];
  expect(keptEntries(before, [entry('alice'), entry('bob')])).toBe(before);
  const after = keptEntries(before, [entry('bob', 1), entry('alice')]);
  expect(after).toEqual([entry('bob', 1), entry('alice')]);
  expect(after[1]).toBe(before[0]);
  expect(keptEntries(before, [entry('alice')])).toEqual([entry('alice')]);
});

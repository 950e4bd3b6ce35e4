import { afterEach, expect, test, vi } from 'vitest';
import { address } from '../../../protocol/ids.ts';
import { advance, emptyState, nextEntry } from './log-state.ts';

afterEach(() => void vi.useRealTimers());

test('a record written while the clock was ahead doesn’t give later ones its time', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const state = emptyState('public');
  const said = { kind: 'change', change: { members: [] }, epochId: new Uint8Array(32) } as never;
  const times = ['2027-11-30', '2026-11-30'].map((day) => {
    vi.setSystemTime(day);
    const entry = nextEntry(state, address.parse('alice@parley.example'), said, Buffer.from('body'));
    advance(state, entry);
    return { seq: entry.seq, day: new Date(entry.at).toISOString().slice(0, 10) };
  });
  expect(times).toEqual([
    { seq: 1, day: '2027-11-30' },
    { seq: 2, day: '2026-11-30' },
  ]);
});

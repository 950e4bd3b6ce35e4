import { afterEach, expect, test, vi } from 'vitest';
import { sha256 } from '../../../node/sha256.ts';
import { concat } from '../../../protocol/bytes.ts';
import { decodeFrameHeader, encodeFrameHeader, noDigest } from '../../../protocol/frames.ts';
import { address, conversationId, deviceId, messageId } from '../../../protocol/ids.ts';
import { eraseRecord } from '../../../protocol/records.ts';
import { advance, emptyState, entryFrom, nextEntry } from './log-state.ts';

const alice = address.parse('alice@parley.example');

afterEach(() => void vi.useRealTimers());

test('a record written while the clock was ahead doesn’t give later ones its time', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const state = emptyState('public');
  const payload = { kind: 'change', change: { members: [] }, epochId: new Uint8Array(32) } as never;
  const times = ['2027-11-30', '2026-11-30'].map((day) => {
    vi.setSystemTime(day);
    const entry = nextEntry(state, alice, payload, Buffer.from('body'));
    advance(state, entry);
    return { seq: entry.seq, day: new Date(entry.at).toISOString().slice(0, 10) };
  });
  expect(times).toEqual([
    { seq: 1, day: '2027-11-30' },
    { seq: 2, day: '2026-11-30' },
  ]);
});

test('a log with erased records folds to the same state', () => {
  const [whole, erased] = [emptyState('public'), emptyState('public')];
  for (const counter of [1, 2]) {
    const header = {
      ...({
        kind: 'public',
        conversation: conversationId.parse('c'.repeat(43)),
        epoch: 0,
        epochId: noDigest,
      } as const),
      ...{ device: deviceId.parse('d'.repeat(22)), counter, message: messageId.parse('m'.repeat(22)) },
      ...{ seenSeq: 0, seenHash: noDigest, countsAsUnread: true, lifetime: 5 },
    };
    const frame = concat(encodeFrameHeader(header), new Uint8Array(100));
    const entry = nextEntry(whole, alice, { kind: 'frame', header: decodeFrameHeader(frame)! }, frame);
    advance(whole, entry);
    advance(erased, entryFrom(erased, eraseRecord(entry.record, sha256)!));
  }
  expect(erased).toEqual(whole);
  expect(whole.countedFrames).toBe(2);
});

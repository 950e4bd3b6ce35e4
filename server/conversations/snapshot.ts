// Every 256th append carries a snapshot of the state behind it in its own commit: one small document, and
// one for each device that has spoken since the snapshot before. What a snapshot costs is thus bounded
// by the records it stands for, however many people speak. The running hash at those positions goes to a
// log of its own, so that a page's hash is never more than 255 records away.
import { z } from 'zod';
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { type ConversationId, deviceId, digest, username } from '../../protocol/ids.ts';
import type { Document, Store, StoreChange } from '../store/store.ts';
import {
  advance,
  type ConversationKind,
  emptyState,
  entryFrom,
  type LogState,
  speakerName,
} from './log-state.ts';
import { newestFrom, remember } from './newest-records.ts';

export const SNAPSHOT_EVERY = 256;

const count = z.int().nonnegative();
const snapshot = z.object({
  members: z.array(username),
  epoch: count,
  epochId: digest,
  changes: z.array(count),
  head: count,
  at: count,
  hash: digest,
});
const speaker = z.object({ device: deviceId, username, counter: count, seq: count, counting: count });

/** The state at the end of the log, with what is known of its newest records, and the position of the snapshot it was read from. */
export async function loadState(store: Store, id: ConversationId, kind: ConversationKind) {
  const state = emptyState(kind);
  const saved = await store.get(snapshotPath(id));
  if (saved) Object.assign(state, readSnapshot(saved));
  const snapshotHead = state.head;
  const newest = newestFrom(state.head, state.hash);
  for (const value of (await store.list('speakers', id)).values()) addSpeaker(state, value);
  for (const record of await store.read(id, state.head + 1, await store.head(id))) {
    const entry = entryFrom(state, record);
    advance(state, entry);
    remember(newest, entry);
  }
  return { state, newest, snapshotHead };
}

/** What has to be written so that the log need not be read up to here again. */
export function snapshotChanges(id: ConversationId, state: LogState): StoreChange[] {
  const since = Math.floor((state.head - 1) / SNAPSHOT_EVERY) * SNAPSHOT_EVERY;
  const changes: StoreChange[] = [{ type: 'put', ...snapshotPath(id), value: snapshotDocument(state) }];
  for (const [key, speaker] of state.speakers) {
    if (speaker.seq <= since) continue;
    changes.push({ type: 'put', collection: 'speakers', partition: id, key, value: { ...speaker } });
  }
  if (state.head % SNAPSHOT_EVERY !== 0) return changes;
  const seq = state.head / SNAPSHOT_EVERY;
  return [...changes, { type: 'append', log: hashLog(id), seq, record: state.hash }];
}

/** Whether a state has moved on from its last snapshot, which was read at `snapshotHead` or written since. */
export function isSnapshotDue({ head }: LogState, snapshotHead: number): boolean {
  return head !== snapshotHead && head % SNAPSHOT_EVERY !== 0;
}

/** The running hashes at the positions 256, 512, …, as 32 bytes each. */
export function hashLog(id: ConversationId): string {
  return `${id}-hashes`;
}

function snapshotPath(id: ConversationId) {
  return { collection: 'conversations', partition: id, key: 'snapshot' } as const;
}

function snapshotDocument(state: LogState): Document {
  const { members, epoch, epochId, changes, head, at } = state;
  return { members, epoch, epochId, changes, head, at, hash: toBase64url(state.hash) };
}

function readSnapshot(saved: Document) {
  const { hash, ...rest } = snapshot.parse(saved);
  return { ...rest, hash: fromBase64url(hash) };
}

function addSpeaker(state: LogState, value: Document): void {
  const one = speaker.parse(value);
  state.speakers.set(speakerName(one.device, one.username), one);
  state.counting += one.counting;
  state.countingBy.set(one.username, (state.countingBy.get(one.username) ?? 0) + one.counting);
}

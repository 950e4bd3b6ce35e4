// Every 256th append carries a snapshot of the state behind it in its own commit: one small document, and
// one for each device that has written since the snapshot before. What a snapshot costs is thus bounded
// by the records it stands for, however many people write. An entry of the index of positions goes with it.
import { z } from 'zod';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { type ConversationKind, conversationKind } from '../../../protocol/conversations.ts';
import { groupSettings, memberRole } from '../../../protocol/epoch-change.ts';
import { address, type ConversationId, deviceId, digest } from '../../../protocol/ids.ts';
import type { Document, Store, StoreChange } from '../../store/store.ts';
import { advance, BLOCK_RECORDS, emptyState, entryFrom, type LogState, logAuthorName } from './log-state.ts';
import { newestFrom, remember } from './newest-records.ts';
import { indexChange } from './position-index.ts';

const count = z.int().nonnegative();
const snapshot = z.object({
  kind: conversationKind,
  members: z.array(z.object({ address, role: memberRole, generation: z.int().positive().optional() })),
  settings: groupSettings.optional(),
  openSince: count.optional(),
  epoch: count,
  epochId: digest,
  changes: z.array(count),
  head: count,
  hash: digest,
  countingInBlock: z.array(z.tuple([address, count])),
});
/** The documents keep the names under which they were first written. */
const speaker = z.object({
  device: deviceId,
  address,
  counter: count,
  latest: z.array(count),
  counting: count,
});

/** The state at the end of the log, with what is known of its newest records, and the position of the snapshot it was read from. */
export async function loadState(store: Store, id: ConversationId, kind?: ConversationKind) {
  const state = emptyState(kind);
  const saved = await store.get(snapshotPath(id));
  if (saved) Object.assign(state, readSnapshot(saved));
  const snapshotHead = state.head;
  const newest = newestFrom(state.head, state.hash);
  for (const value of (await store.list('speakers', id)).values()) addAuthor(state, value);
  for (const record of await store.read(id, state.head + 1, Number.MAX_SAFE_INTEGER)) {
    const entry = entryFrom(state, record);
    advance(state, entry);
    remember(newest, entry);
  }
  return { state, newest, snapshotHead };
}

/** What has to be written so that the log need not be read up to here again. */
export function snapshotChanges(id: ConversationId, state: LogState): StoreChange[] {
  const since = Math.floor((state.head - 1) / BLOCK_RECORDS) * BLOCK_RECORDS;
  const changes: StoreChange[] = [{ type: 'put', ...snapshotPath(id), value: snapshotDocument(state) }];
  for (const [key, { countedFrames, ...author }] of state.authors) {
    if ((author.latest.at(-1) ?? 0) <= since) continue;
    const value = { ...author, counting: countedFrames };
    changes.push({ type: 'put', collection: 'speakers', partition: id, key, value });
  }
  return isBlockEnd(state) ? [...changes, indexChange(id, state)] : changes;
}

/** True if a state has moved on from its last snapshot, which was read at `snapshotHead` or written since. */
export function isSnapshotDue(state: LogState, snapshotHead: number): boolean {
  return state.head !== snapshotHead && !isBlockEnd(state);
}

/** Whether the state is one that is written down with its last record. */
export function isBlockEnd({ head }: Pick<LogState, 'head'>): boolean {
  return head % BLOCK_RECORDS === 0;
}

function snapshotPath(id: ConversationId) {
  return { collection: 'conversations', partition: id, key: 'snapshot' } as const;
}

function snapshotDocument(state: LogState): Document {
  const { kind, members, settings, openSince, epoch, epochId, changes, head } = state;
  const countingInBlock = isBlockEnd(state) ? [] : [...state.countedFramesInBlock];
  const hash = toBase64url(state.hash);
  return {
    ...{ kind, members, epoch, epochId, changes, head, hash, countingInBlock },
    ...(settings && { settings }),
    ...(openSince !== undefined && { openSince }),
  };
}

function readSnapshot(saved: Document) {
  const { hash, countingInBlock, ...rest } = snapshot.parse(saved);
  return { ...rest, hash: fromBase64url(hash), countedFramesInBlock: new Map(countingInBlock) };
}

function addAuthor(state: LogState, value: Document): void {
  const { counting: countedFrames, ...one } = speaker.parse(value);
  state.authors.set(logAuthorName(one.device, one.address), { ...one, countedFrames });
  state.countedFrames += countedFrames;
  state.countedFramesBy.set(one.address, (state.countedFramesBy.get(one.address) ?? 0) + countedFrames);
}

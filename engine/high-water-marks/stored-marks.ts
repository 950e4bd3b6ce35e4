// The marks in the local database. They only rise, whatever comes in, until the user goes on with less.
import { z } from 'zod';
import { toBase64url, utf8 } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, type ConversationId, conversationId, type DeviceId } from '../../protocol/ids.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { listDecisions, mergeDecisions } from '../decisions/decision-table.ts';
import { type Marks, marksSchema, openMarks, sealMarks } from '../encryption/high-water-marks.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { AccountRecord } from '../session/account-record.ts';

const row = z.object({ conversation: conversationId, epoch: z.int(), seq: z.int(), restores: z.int() });
export type Mark = z.infer<typeof row>;
type RaisedMark = Omit<Mark, 'restores'> & { readonly restores?: number | undefined };

/** Whose marks they are, and the key that they are sealed under. */
export interface MarksOwner {
  readonly database: Database;
  readonly contacts: Pick<Contacts, 'find'>;
  readonly address: Address;
  readonly marksKey: Uint8Array;
}

/** The version that the server keeps, and what is in it. */
const saved = z.object({ version: z.int().nonnegative(), digest: z.string().optional() });

const NAMES_KEY = 'device-names';
const storedNames = marksSchema.shape.deviceNames.unwrap();

const RAISE = `
  INSERT INTO marks (conversation, epoch, seq, restores) VALUES (?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE
  SET epoch = iif(excluded.restores > restores, excluded.epoch, max(epoch, excluded.epoch)),
    seq = iif(excluded.restores > restores, excluded.seq, max(seq, excluded.seq)),
    restores = excluded.restores
  WHERE excluded.restores > restores
    OR excluded.restores = restores AND (excluded.epoch > epoch OR excluded.seq > seq)`;

/** Returns whether the mark has risen. */
export function raiseMark(
  database: Database,
  { conversation, epoch, seq, restores = 0 }: RaisedMark,
): boolean {
  return database.run(RAISE, conversation, epoch, seq, restores) > 0;
}

/** How often the account has gone on with less of a conversation than it had seen. */
export function countRestores(database: Database, conversation: ConversationId): number {
  return database.get(row, 'SELECT * FROM marks WHERE conversation = ?', conversation)?.restores ?? 0;
}

export function listMarks(database: Database): readonly Mark[] {
  return database.all(row, 'SELECT * FROM marks ORDER BY conversation');
}

export function getSavedVersion(database: Database): number {
  return readSetting(database, 'marks', saved)?.version ?? 0;
}

/** The digest of the marks that the server keeps, as far as is known here. */
export function findSavedDigest(database: Database): string | undefined {
  return readSetting(database, 'marks', saved)?.digest;
}

export function noteSaved(database: Database, version: number, digest: string): void {
  if (version >= getSavedVersion(database)) writeSetting(database, 'marks', saved, { version, digest });
}

type DeviceNames = NonNullable<Marks['deviceNames']>;

/** What the user calls a device, where that is another name than the one in the manifest. */
export function deviceNameOf(database: Database, device: DeviceId): string | undefined {
  return readSetting(database, NAMES_KEY, storedNames)?.[device]?.name;
}

export function setDeviceName(database: Database, device: DeviceId, name: string): void {
  const known = readSetting(database, NAMES_KEY, storedNames) ?? {};
  const changes = (known[device]?.changes ?? 0) + 1;
  writeSetting(database, NAMES_KEY, storedNames, { ...known, [device]: { name, changes } });
}

/** Where two devices have given names at once, both choose the same of them. */
function mergeDeviceNames(database: Database, others: DeviceNames): void {
  const merged = { ...readSetting(database, NAMES_KEY, storedNames) };
  // The schema of the marks has parsed the keys as device ids.
  for (const [device, theirs] of Object.entries(others) as [DeviceId, DeviceNames[DeviceId]][]) {
    const ours = merged[device];
    const isNewer =
      !ours || theirs.changes > ours.changes || (theirs.changes === ours.changes && theirs.name > ours.name);
    if (isNewer) merged[device] = theirs;
  }
  writeSetting(database, NAMES_KEY, storedNames, merged);
}

export function digestOf({
  manifestVersion,
  conversations,
  deviceNames = {},
  people = {},
  requests = {},
  mutes = {},
  levels = {},
  settings = {},
}: Marks): string {
  const seen = inOrder(conversations).map(([id, { epoch, seq, restores = 0 }]) => [id, epoch, seq, restores]);
  const decided = [inOrder(people), inOrder(requests), inOrder(mutes), inOrder(levels), inOrder(settings)];
  const known = [manifestVersion, seen, inOrder(deviceNames), ...decided];
  return toBase64url(sha256(utf8(JSON.stringify(known))));
}

function inOrder<Value>(record: Readonly<Record<string, Value>>): readonly [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What is known here of the account: its own manifest, and how far each conversation has been seen. */
export function marksOf({ database, contacts, address }: Omit<MarksOwner, 'marksKey'>): Marks {
  const conversations: Marks['conversations'] = {};
  for (const { conversation, restores, ...seen } of listMarks(database)) {
    conversations[conversation] = restores > 0 ? { ...seen, restores } : seen;
  }
  const manifestVersion = contacts.find(address)?.pinned?.manifest.version ?? 0;
  const deviceNames = readSetting(database, NAMES_KEY, storedNames);
  return {
    manifestVersion,
    conversations,
    ...(deviceNames && { deviceNames }),
    ...listDecisions(database),
  };
}

/** The marks as the server gets them next, after the version that is known here. */
export function sealOwnMarks(owner: MarksOwner) {
  const marks = marksOf(owner);
  const version = getSavedVersion(owner.database) + 1;
  const sealed = sealMarks(owner.marksKey, owner.address, version, marks);
  return { sealed, version, digest: digestOf(marks) };
}

/** Takes over what another device of the account has saved. Refuses with `verification-failed`. */
export function keepMarks(
  database: Database,
  { marksKey, address }: Pick<AccountRecord, 'marksKey' | 'address'>,
  sealed: Uint8Array,
): Result<Marks> {
  const opened = openMarks(marksKey, address, sealed);
  if (!opened) return refuse('verification-failed', { detail: 'the high-water marks' });
  database.transaction(() => {
    noteSaved(database, opened.version, digestOf(opened.marks));
    mergeDecisions(database, opened.marks);
    if (opened.marks.deviceNames) mergeDeviceNames(database, opened.marks.deviceNames);
    // The schema of the marks has parsed the keys as conversation ids.
    for (const [conversation, mark] of Object.entries(opened.marks.conversations)) {
      raiseMark(database, { conversation: conversation as ConversationId, ...mark });
    }
  });
  return ok(opened.marks);
}

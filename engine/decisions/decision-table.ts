// What the user has decided about people and requests: a setting for each, as JSON. Decisions are counted, and of two about
// the same the later one holds, on every device; where two devices decide at once, the one that protects the user does.
import { z } from 'zod';
import { type Address, address, type ConversationId, conversationId } from '../../protocol/ids.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { type Marks, marksSchema } from '../encryption/high-water-marks.ts';

/** What the keys of settings begin with that hold a decision about a person, and about a conversation. */
export const PERSON = 'person ';
export const REQUEST = 'request ';

export interface Decisions {
  readonly people: NonNullable<Marks['people']>;
  readonly requests: NonNullable<Marks['requests']>;
}

const personDecision = marksSchema.shape.people.unwrap().valueType;
const requestDecision = marksSchema.shape.requests.unwrap().valueType;

/** The addresses of all who are blocked. */
export const BLOCKED = `SELECT substr(key, ${PERSON.length + 1}) AS address FROM settings
  WHERE key > '${PERSON}' AND key < '${PERSON}~' AND json_extract(value, '$.blocked')`;

const blockedRow = z.object({ address });

export function isBlocked(db: Database, person: Address): boolean {
  return readSetting(db, PERSON + person, personDecision)?.blocked ?? false;
}

export function listBlocked(db: Database): readonly Address[] {
  return db.all(blockedRow, `${BLOCKED} ORDER BY address`).map((row) => row.address);
}

export function setBlocked(db: Database, person: Address, blocked: boolean): void {
  const before = readSetting(db, PERSON + person, personDecision);
  writeSetting(db, PERSON + person, personDecision, { blocked, changes: (before?.changes ?? 0) + 1 });
}

/** `joined` is the epoch with which the membership began that is accepted or refused; 0 in direct conversations. */
export function setDecision(
  db: Database,
  { id, joined }: { readonly id: ConversationId; readonly joined: number },
  accepted: boolean,
): void {
  const before = readSetting(db, REQUEST + id, requestDecision);
  const changes = (before?.changes ?? 0) + 1;
  writeSetting(db, REQUEST + id, requestDecision, { accepted, joined, changes });
}

const settingRow = z.object({ key: z.string(), value: z.string() });

function listSettings(db: Database, prefix: string): readonly (readonly [string, unknown])[] {
  return db
    .all(settingRow, 'SELECT * FROM settings WHERE key > ? AND key < ? ORDER BY key', prefix, `${prefix}~`)
    .map(({ key, value }) => [key.slice(prefix.length), JSON.parse(value)]);
}

/** As the account's marks carry them to its other devices. */
export function listDecisions(db: Database): Decisions {
  const people: Decisions['people'] = {};
  for (const [person, value] of listSettings(db, PERSON)) {
    people[address.parse(person)] = personDecision.parse(value);
  }
  const requests: Decisions['requests'] = {};
  for (const [id, value] of listSettings(db, REQUEST)) {
    requests[conversationId.parse(id)] = requestDecision.parse(value);
  }
  return { people, requests };
}

/** Takes over what another device has decided later. */
export function mergeDecisions(
  db: Database,
  { people = {}, requests = {} }: Pick<Marks, 'people' | 'requests'>,
): void {
  for (const [person, theirs] of Object.entries(people)) {
    const ours = readSetting(db, PERSON + person, personDecision);
    const isLater = !ours || isAfter(rankOfPerson(theirs), rankOfPerson(ours));
    if (isLater) writeSetting(db, PERSON + person, personDecision, theirs);
  }
  for (const [id, theirs] of Object.entries(requests)) {
    const ours = readSetting(db, REQUEST + id, requestDecision);
    const isLater = !ours || isAfter(rankOfRequest(theirs), rankOfRequest(ours));
    if (isLater) writeSetting(db, REQUEST + id, requestDecision, theirs);
  }
}

type Rank = readonly number[];

function rankOfPerson({ changes, blocked }: Decisions['people'][Address]): Rank {
  return [changes, Number(blocked)];
}

/** Being a member anew is another question, whatever was answered to the one before. */
function rankOfRequest({ joined, changes, accepted }: Decisions['requests'][ConversationId]): Rank {
  return [joined, changes, Number(!accepted)];
}

function isAfter(one: Rank, other: Rank): boolean {
  const differing = one.findIndex((value, index) => value !== other[index]);
  return differing !== -1 && (one[differing] ?? 0) > (other[differing] ?? 0);
}

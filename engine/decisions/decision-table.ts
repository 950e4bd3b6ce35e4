// What the user has decided about people, requests, what conversations raise notifications for, and for the account as a whole: a setting for each, as JSON. Decisions
// are counted, and of two about the same the later one holds, on every device; where two devices decide at once, the one that
// protects the user does, or keeps the conversation more quiet.
import { z } from 'zod';
import { type Address, address, type ConversationId, conversationId } from '../../protocol/ids.ts';
import { type NotificationLevel, notificationLevels } from '../api/notification-levels.ts';
import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { type Marks, marksSchema } from '../encryption/high-water-marks.ts';

export const PERSON = 'person ';
export const REQUEST = 'request ';
const MUTE = 'mute ';
const LEVEL = 'notify ';
const SETTING = 'account ';
/** What the keys of settings begin with that hold decisions. */
export const DECISION_KEYS = [PERSON, REQUEST, MUTE, LEVEL, SETTING];

/** As the moment until which a conversation is muted, the last one of a Date: until the user unmutes it. */
export const FOR_EVER = 8_640_000_000_000_000;

export interface Decisions {
  readonly people: NonNullable<Marks['people']>;
  readonly requests: NonNullable<Marks['requests']>;
  readonly mutes: NonNullable<Marks['mutes']>;
  readonly levels: NonNullable<Marks['levels']>;
  readonly settings: NonNullable<Marks['settings']>;
}

const personDecision = marksSchema.shape.people.unwrap().valueType;
const requestDecision = marksSchema.shape.requests.unwrap().valueType;
const muteDecision = marksSchema.shape.mutes.unwrap().valueType;
const levelDecision = marksSchema.shape.levels.unwrap().valueType;
const settingDecision = marksSchema.shape.settings.unwrap().valueType;

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

/** Milliseconds since 1970, perhaps past ones; 0 where the conversation was never muted, or is no longer. */
export function mutedUntil(db: Database, id: ConversationId): number {
  return readSetting(db, MUTE + id, muteDecision)?.until ?? 0;
}

export function setMutedUntil(db: Database, id: ConversationId, until: number): void {
  const before = readSetting(db, MUTE + id, muteDecision);
  writeSetting(db, MUTE + id, muteDecision, { until, changes: (before?.changes ?? 0) + 1 });
}

export function notificationLevel(db: Database, id: ConversationId): NotificationLevel {
  return readSetting(db, LEVEL + id, levelDecision)?.level ?? 'all';
}

export function setNotificationLevel(db: Database, id: ConversationId, level: NotificationLevel): void {
  const before = readSetting(db, LEVEL + id, levelDecision);
  writeSetting(db, LEVEL + id, levelDecision, { level, changes: (before?.changes ?? 0) + 1 });
}

/** Undefined where the user has never chosen. */
export function findAccountSetting(db: Database, name: string): number | undefined {
  return readSetting(db, SETTING + name, settingDecision)?.value;
}

export function setAccountSetting(db: Database, name: string, value: number): void {
  const before = readSetting(db, SETTING + name, settingDecision);
  writeSetting(db, SETTING + name, settingDecision, { value, changes: (before?.changes ?? 0) + 1 });
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
  return {
    people,
    requests,
    mutes: listMutes(db),
    levels: listLevels(db),
    settings: listAccountSettings(db),
  };
}

export function listMutes(db: Database): Decisions['mutes'] {
  const mutes: Decisions['mutes'] = {};
  for (const [id, value] of listSettings(db, MUTE)) {
    mutes[conversationId.parse(id)] = muteDecision.parse(value);
  }
  return mutes;
}

export function listLevels(db: Database): Decisions['levels'] {
  const levels: Decisions['levels'] = {};
  for (const [id, value] of listSettings(db, LEVEL)) {
    levels[conversationId.parse(id)] = levelDecision.parse(value);
  }
  return levels;
}

function listAccountSettings(db: Database): Decisions['settings'] {
  const settings: Decisions['settings'] = {};
  for (const [name, value] of listSettings(db, SETTING)) settings[name] = settingDecision.parse(value);
  return settings;
}

/** Takes over what another device has decided later. */
export function mergeDecisions(
  db: Database,
  { people = {}, requests = {}, mutes = {}, levels = {}, settings = {} }: Pick<Marks, keyof Decisions>,
): void {
  mergeAll(db, PERSON, { decision: personDecision, rank: rankOfPerson, theirs: people });
  mergeAll(db, REQUEST, { decision: requestDecision, rank: rankOfRequest, theirs: requests });
  mergeAll(db, MUTE, { decision: muteDecision, rank: rankOfMute, theirs: mutes });
  mergeAll(db, LEVEL, { decision: levelDecision, rank: rankOfLevel, theirs: levels });
  mergeAll(db, SETTING, { decision: settingDecision, rank: rankOfSetting, theirs: settings });
}

interface Merging<Decision> {
  readonly decision: z.ZodType<Decision>;
  readonly rank: (decision: Decision) => Rank;
  readonly theirs: Readonly<Record<string, Decision>>;
}

function mergeAll<Decision>(
  db: Database,
  prefix: string,
  { decision, rank, theirs }: Merging<Decision>,
): void {
  for (const [about, their] of Object.entries(theirs)) {
    const our = readSetting(db, prefix + about, decision);
    if (our === undefined || isAfter(rank(their), rank(our))) {
      writeSetting(db, prefix + about, decision, their);
    }
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

function rankOfMute({ changes, until }: Decisions['mutes'][ConversationId]): Rank {
  return [changes, until];
}

function rankOfLevel({ changes, level }: Decisions['levels'][ConversationId]): Rank {
  return [changes, notificationLevels.indexOf(level)];
}

/** The lower value lets others know less. */
function rankOfSetting({ changes, value }: Decisions['settings'][string]): Rank {
  return [changes, -value];
}

function isAfter(one: Rank, other: Rank): boolean {
  const differing = one.findIndex((value, index) => value !== other[index]);
  return differing !== -1 && (one[differing] ?? 0) > (other[differing] ?? 0);
}

// A profile is a folder that one process uses at a time: profile.lock, profile.json, keys.json and one
// encrypted database per account, so that two accounts on one computer never mix.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, syncFolder } from '../../node/atomic-file.ts';
import { writeJsonFile } from '../../node/json-file.ts';
import { acquireLock, type Lock } from '../../node/lock-file.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, type ServerName, serverName, splitAddress } from '../../protocol/ids.ts';
import { type Damage, type DamageListener, type Database, openDatabase } from '../database/database.ts';
import { sha256 } from '../encryption/primitives.ts';
import type { KeySource, Logger } from '../ports.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import { readProfileFile } from './unreadable-profile.ts';

export interface ProfileOptions {
  readonly folder: string;
  /** Any of them may open it; the first one makes it. */
  readonly keySources: readonly KeySource[];
  /** The server's URL; needed once, afterwards it replaces the one remembered. */
  readonly server?: string | undefined;
  /** Keeps what is there aside, in a folder of its own, and begins with nothing. */
  readonly beginAnew?: boolean | undefined;
  readonly logger: Logger;
}

export interface Profile {
  readonly folder: string;
  /** The server's URL. */
  readonly server: string;
  /** What the server at this URL called itself when an account was opened here last. */
  serverName(): ServerName | undefined;
  readonly keyRing: KeyRing;
  /** The database of the account that was current last; it stays open until another one is opened. */
  current(): Database | undefined;
  /** Reads from the account's database, if it has one here, without making it the current one. */
  readFrom<T>(account: Address, read: (database: Database) => T): T | undefined;
  /** Opens or creates the account's database and makes it the current one. */
  open(account: Address): Promise<Database>;
  /** Called with every damage to a database that was met, also before; see openDatabase. */
  onDamage(listener: DamageListener): void;
  /** Closes the database and gives the folder free. */
  close(): Promise<void>;
}

const LOCK = 'profile.lock';
const KEPT = 'kept-';

const settings = z.object({
  v: z.literal(1),
  server: z.url(),
  /** The name that the server at this URL gives itself; undefined until an account is opened. */
  serverName: serverName.optional(),
  /** The current account's database. */
  database: z
    .string()
    .regex(/^[0-9a-f]{64}\.db$/)
    .optional(),
});
type Settings = z.infer<typeof settings>;

/**
 * Refuses with `profile-in-use`, as openKeyRing does, or with `bad-request` when no server is known. Throws an
 * UnreadableProfile or UnreadableDatabase that names the file.
 */
export async function openProfile(options: ProfileOptions): Promise<Result<Profile>> {
  const { folder } = options;
  for (const parent of await makeFolder(folder)) await syncFolder(parent);
  const attempt = await acquireLock(join(folder, LOCK));
  if (!attempt.ok) return refuse('profile-in-use', { folder });
  try {
    const opened = await openLocked(options, attempt.lock);
    if (!opened.ok) attempt.lock.release();
    return opened;
  } catch (error) {
    attempt.lock.release();
    throw error;
  }
}

async function openLocked(
  { folder, keySources, server, beginAnew, logger }: ProfileOptions,
  lock: Lock,
): Promise<Result<Profile>> {
  // The folder may have been there before, with the permissions of any other.
  await chmod(folder, 0o700);
  if (beginAnew) await keepAside(folder);
  const path = join(folder, 'profile.json');
  const before = await readProfileFile(path, settings);
  const url = server ?? before?.server;
  if (url === undefined) return refuse('bad-request', { detail: 'the profile is new and needs a server' });
  const keyRing = await openKeyRing(folder, keySources);
  if (!keyRing.ok) return keyRing;
  if (!before) logger.info({ folder, server: url }, 'a new profile');
  const isSameServer = url === before?.server;
  const present: Settings = { v: 1, ...before, server: url };
  if (!isSameServer) delete present.serverName;
  if (!isSameServer) await writeJsonFile(path, present);
  return ok(profileOver({ folder, lock, logger }, keyRing.value, present));
}

/** Everything but the lock, so that it can be put back by hand. */
async function keepAside(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== LOCK && !name.startsWith(KEPT));
  if (names.length === 0) return;
  let number = 1;
  while (existsSync(join(folder, `${KEPT}${number}`))) number += 1;
  const kept = join(folder, `${KEPT}${number}`);
  await mkdir(kept, { mode: 0o700 });
  for (const name of names) await rename(join(folder, name), join(kept, name));
  await syncFolder(folder);
}

interface Base {
  readonly folder: string;
  readonly lock: Lock;
  readonly logger: Logger;
}

function profileOver({ folder, lock, logger }: Base, keyRing: KeyRing, before: Settings): Profile {
  let present = before;
  const damages: Damage[] = [];
  const listeners: DamageListener[] = [];
  const openFile = (name: string) => openDatabase(join(folder, name), keyRing.databaseKey, noteDamage);
  let database = present.database === undefined ? undefined : openFile(present.database);

  function noteDamage(damage: Damage): void {
    logger.error({ ...damage }, 'a local database was damaged and has been replaced with what could be read');
    damages.push(damage);
    for (const listener of listeners) listener(damage);
  }

  return {
    folder,
    server: present.server,
    serverName: () => present.serverName,
    keyRing,
    current: () => database,
    readFrom(account, read) {
      const name = fileNameOf(account);
      if (database && name === present.database) return read(database);
      if (!existsSync(join(folder, name))) return undefined;
      const other = openFile(name);
      try {
        return read(other);
      } finally {
        other.close();
      }
    },
    async open(account) {
      const name = fileNameOf(account);
      const { server: named } = splitAddress(account);
      const current = name === present.database ? database : undefined;
      if (current && named === present.serverName) return current;
      const opened = current ?? openFile(name);
      const next = { ...present, database: name, serverName: named };
      try {
        await writeJsonFile(join(folder, 'profile.json'), next);
      } catch (error) {
        if (opened !== database) opened.close();
        throw error;
      }
      present = next;
      if (opened !== database) database?.close();
      database = opened;
      return opened;
    },
    onDamage(listener) {
      listeners.push(listener);
      for (const damage of damages) listener(damage);
    },
    async close() {
      await keyRing.idle();
      database?.close();
      lock.release();
    },
  };
}

/** Hexadecimal, because some file systems take upper and lower case for the same. */
function fileNameOf(account: Address): string {
  return `${Buffer.from(sha256(utf8('parley database file v1'), utf8(account))).toString('hex')}.db`;
}

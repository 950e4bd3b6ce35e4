// Who is signed in. A token is 32 random bytes that only its client has; the server keeps their SHA-256.
// All sessions are in memory, so that one that has been revoked is gone at once everywhere.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type SessionToken, sessionToken } from '../../protocol/accounts.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import { type DeviceId, deviceId, type Username, username } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Bus, EndReason } from '../cluster/bus.ts';
import type { Session } from '../cluster/connections.ts';
import type { DocumentPath, Store, StoreChange } from '../store/store.ts';

const COLLECTION = 'sessions';
/** How exactly it is written down when a session was last seen. */
const SEEN_EVERY_MILLISECONDS = 3_600_000;

const sessionDocument = z.strictObject({
  id: z.string(),
  username,
  device: deviceId,
  /** SHA-256 of the token. */
  digest: z.string(),
  /** Milliseconds since 1970. */
  created: z.int(),
  lastSeen: z.int(),
});
export type StoredSession = z.infer<typeof sessionDocument>;

function pathOf(session: StoredSession): DocumentPath {
  return { collection: COLLECTION, partition: session.username, key: session.id };
}

/** A session that becomes one when `change` has been committed and it is added. */
export interface PreparedSession {
  readonly token: SessionToken;
  readonly session: StoredSession;
  readonly change: StoreChange;
}

export class Sessions {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #now: () => number;
  readonly #byDigest = new Map<string, StoredSession>();
  readonly #byUser = new Map<Username, Map<string, StoredSession>>();

  constructor(store: Store, bus: Bus, now: () => number) {
    this.#store = store;
    this.#bus = bus;
    this.#now = now;
  }

  prepare(username: Username, device: DeviceId): PreparedSession {
    const token = sessionToken.parse(randomBytes(32).toString('base64url'));
    const now = this.#now();
    const id = randomBytes(16).toString('base64url');
    const session = { id, username, device, digest: digestOf(token), created: now, lastSeen: now };
    return { token, session, change: { type: 'put', ...pathOf(session), value: session } };
  }

  add(session: StoredSession): void {
    this.#byDigest.set(session.digest, session);
    const others = this.#byUser.get(session.username) ?? new Map<string, StoredSession>();
    this.#byUser.set(session.username, others.set(session.id, session));
  }

  /** The session of a token, as long as it has not ended. */
  find(token: SessionToken): Session | undefined {
    return this.#byDigest.get(digestOf(token));
  }

  has({ username, id }: Session): boolean {
    return this.#byUser.get(username)?.has(id) ?? false;
  }

  of(username: Username): readonly StoredSession[] {
    return [...(this.#byUser.get(username)?.values() ?? [])];
  }

  isConnected(session: StoredSession): boolean {
    return this.#bus.connectedSessions(session.username).some((one) => one.session.id === session.id);
  }

  /** What a new session takes the place of: its device's last one, and the oldest when there are too many. */
  outlivedBy(next: StoredSession): readonly StoredSession[] {
    const all = this.of(next.username);
    const others = all.filter((session) => session.device !== next.device);
    const kept = others
      .sort((one, other) => other.lastSeen - one.lastSeen)
      .slice(0, limits.devicesPerAccount - 1);
    return all.filter((session) => !kept.includes(session));
  }

  /** The changes that end sessions, for a commit that does more than that; `drop` comes after it. */
  endings(sessions: readonly StoredSession[]): readonly StoreChange[] {
    return sessions.map((session) => ({ type: 'delete', ...pathOf(session) }));
  }

  /** Forgets sessions whose end is committed, and closes their connections; without a reason these stay open. */
  drop(sessions: readonly StoredSession[], reason?: EndReason): void {
    for (const session of sessions) {
      this.#forget(session);
      this.#bus.endSession(session, reason);
    }
  }

  async revoke(sessions: readonly StoredSession[]): Promise<Result<undefined>> {
    if (sessions.length === 0) return ok(undefined);
    const committed = await this.#store.commit(this.endings(sessions));
    if (committed.ok) this.drop(sessions, 'revoked');
    return committed;
  }

  /** Ends the session of a connection, which stays open. */
  async signOut(session: Session): Promise<Result<undefined>> {
    const stored = this.#byUser.get(session.username)?.get(session.id);
    if (!stored) return ok(undefined);
    const committed = await this.#store.commit(this.endings([stored]));
    if (!committed.ok) return committed;
    this.#forget(stored);
    this.#bus.endSession(stored);
    return committed;
  }

  /** Stores, coarsely, the time at which connected sessions were last seen; never a time in the future. */
  async sweep(): Promise<void> {
    const now = this.#now();
    const all = [...this.#byDigest.values()];
    const due = all.filter(({ lastSeen }) => now - lastSeen >= SEEN_EVERY_MILLISECONDS);
    const seen = due
      .filter((stored) => this.isConnected(stored))
      .map((stored) => ({ ...stored, lastSeen: now }));
    const ahead = all.filter(({ lastSeen }) => lastSeen > now);
    const changed = [...seen, ...ahead.map((stored) => notFromTheFuture(stored, now))];
    if (changed.length === 0) return;
    for (const session of changed) this.add(session);
    await this.#store.commit(changed.map((session) => ({ type: 'put', ...pathOf(session), value: session })));
  }

  #forget(session: StoredSession): void {
    this.#byDigest.delete(session.digest);
    const left = this.#byUser.get(session.username);
    left?.delete(session.id);
    if (left?.size === 0) this.#byUser.delete(session.username);
  }
}

/** The clock may have been ahead when it was last seen: it would count as the newest for that long. */
function notFromTheFuture(session: StoredSession, now: number): StoredSession {
  const { created, lastSeen } = session;
  return { ...session, created: Math.min(created, now), lastSeen: Math.min(lastSeen, now) };
}

function digestOf(token: SessionToken): string {
  return createHash('sha256').update(token).digest('base64url');
}

export async function openSessions(store: Store, bus: Bus, now: () => number): Promise<Sessions> {
  const sessions = new Sessions(store, bus, now);
  for await (const { value } of store.scan(COLLECTION)) sessions.add(sessionDocument.parse(value));
  await sessions.sweep();
  return sessions;
}

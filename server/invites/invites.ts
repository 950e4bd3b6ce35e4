// Join tokens: 32 random bytes that only the invited have; the server keeps their SHA-256.
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type AccountRole, accountRole } from '../../protocol/accounts.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { DocumentPath, Store, StoreChange } from '../store/store.ts';

const COLLECTION = 'invites';

const inviteDocument = z.strictObject({
  /** SHA-256 of the token; also what an administrator calls it by. */
  id: z.string(),
  role: accountRole,
  /** Made for the owner: it ends with the first account, or that of the configured name, used or not. */
  forFirst: z.boolean(),
  usesLeft: z.int().positive(),
  /** Milliseconds since 1970. */
  created: z.int(),
  expires: z.int().optional(),
});
export type Invite = z.infer<typeof inviteDocument>;

export interface WantedInvite {
  readonly role: AccountRole;
  readonly forFirst?: boolean;
  readonly uses: number;
  /** Milliseconds since 1970. */
  readonly expires?: number | undefined;
}

function pathOf(id: string): DocumentPath {
  return { collection: COLLECTION, partition: 'all', key: id };
}

export class Invites {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #byId: Map<string, Invite>;

  constructor(store: Store, now: () => number, byId: Map<string, Invite>) {
    this.#store = store;
    this.#now = now;
    this.#byId = byId;
  }

  async create({
    role,
    forFirst = false,
    uses,
    expires,
  }: WantedInvite): Promise<Result<{ token: string; invite: Invite }>> {
    const token = randomBytes(32).toString('base64url');
    const invite: Invite = {
      id: idOf(token),
      role,
      forFirst,
      usesLeft: uses,
      created: this.#now(),
      ...(expires !== undefined && { expires }),
    };
    const committed = await this.#store.commit([{ type: 'put', ...pathOf(invite.id), value: invite }]);
    if (!committed.ok) return committed;
    this.#byId.set(invite.id, invite);
    return ok({ token, invite });
  }

  /** Invites that can still be used, oldest first. */
  list(): readonly Invite[] {
    return [...this.#byId.keys()]
      .map((id) => this.#current(id))
      .filter((invite) => invite !== undefined)
      .sort((one, other) => one.created - other.created);
  }

  find(token: string): Invite | undefined {
    return this.#current(idOf(token));
  }

  /** Using an invite is part of the commit that makes the account; `used` comes after it. */
  use(invite: Invite): StoreChange {
    const { usesLeft } = invite;
    return usesLeft === 1
      ? { type: 'delete', ...pathOf(invite.id) }
      : { type: 'put', ...pathOf(invite.id), value: { ...invite, usesLeft: usesLeft - 1 } };
  }

  used(invite: Invite): void {
    if (invite.usesLeft === 1) this.#byId.delete(invite.id);
    else this.#byId.set(invite.id, { ...invite, usesLeft: invite.usesLeft - 1 });
  }

  /** The changes that end the invites for the owner, unless they go on; `forget` comes after their commit. */
  endForFirst(ends = true): { readonly changes: readonly StoreChange[]; forget(): void } {
    const over = [...this.#byId.values()].filter(({ forFirst }) => forFirst && ends);
    return {
      changes: over.map(({ id }) => ({ type: 'delete', ...pathOf(id) })),
      forget: () => {
        for (const { id } of over) this.#byId.delete(id);
      },
    };
  }

  async revoke(id: string): Promise<Result<undefined>> {
    if (!this.#byId.has(id)) return refuse('invite-invalid');
    const committed = await this.#store.commit([{ type: 'delete', ...pathOf(id) }]);
    if (committed.ok) this.#byId.delete(id);
    return committed;
  }

  /** One that was made while the clock was ahead lives no longer from now than it was meant to. */
  #current(id: string): Invite | undefined {
    const invite = this.#byId.get(id);
    const current = invite && notFromTheFuture(invite, this.#now());
    if (current && current !== invite) this.#byId.set(id, current);
    return current?.expires === undefined || current.expires > this.#now() ? current : undefined;
  }
}

function notFromTheFuture(invite: Invite, now: number): Invite {
  const ahead = invite.created - now;
  if (ahead <= 0) return invite;
  return { ...invite, created: now, ...(invite.expires && { expires: invite.expires - ahead }) };
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export async function openInvites(store: Store, now: () => number): Promise<Invites> {
  const byId = new Map<string, Invite>();
  const changes: StoreChange[] = [];
  for await (const { value } of store.scan(COLLECTION)) {
    const stored = inviteDocument.parse(value);
    const invite = notFromTheFuture(stored, now());
    if (invite !== stored) changes.push({ type: 'put', ...pathOf(invite.id), value: invite });
    byId.set(invite.id, invite);
  }
  if (changes.length > 0) await store.commit(changes);
  return new Invites(store, now, byId);
}

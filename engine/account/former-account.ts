// An account that was reset, where this computer has something of it from before (protocol.md 3.15).
import { z } from 'zod';
import type { ErrorFacts, Refusal } from '../../protocol/errors.ts';
import { type Address, digest } from '../../protocol/ids.ts';
import { countQueued } from '../messages/outbox-table.ts';
import { deleteFormerAccount, readDevice } from '../session/account-record.ts';
import type { AccountOptions } from '../session/account-session.ts';

type Dependencies = Pick<AccountOptions, 'profile'>;

const former = z.object({
  resetAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  version: z.int().positive(),
  generation: z.int().positive(),
  manifest: digest,
});
/** What the first manifest after a reset follows, and until when its devices' signatures count. */
export type FormerAccount = z.output<typeof former>;

/** As the server says it in an `account-reset`; undefined where that is not well formed. */
export function formerAccountIn(facts: ErrorFacts | undefined): FormerAccount | undefined {
  return former.safeParse(facts).data;
}

/** How many unsent messages would be erased here with the account before; undefined where this computer has nothing of it. */
export function countUnsent({ profile }: Dependencies, address: Address): number | undefined {
  return profile.readFrom(address, (database) => (readDevice(database) ? countQueued(database) : undefined));
}

/** An `account-reset` with what would be erased here. */
export function withUnsent(dependencies: Dependencies, address: Address, { code, facts }: Refusal): Refusal {
  const unsent = code === 'account-reset' ? countUnsent(dependencies, address) : undefined;
  return { ok: false, code, facts: unsent === undefined ? facts : { ...facts, unsent } };
}

/** Erases what is here of the account before. */
export async function eraseFormerAccount({ profile }: Dependencies, address: Address): Promise<void> {
  const database = await profile.open(address);
  database.transaction(() => deleteFormerAccount(database, address));
  database.erase();
}

// Users decide whose keys are genuine by comparing safety numbers; the server never does.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Contact, Contacts } from '../contacts/contacts.ts';
import { safetyNumber as safetyNumberOf } from '../encryption/safety-number.ts';

export interface Identities {
  /** Of the keys that would be trusted: the offered ones where they have `changed`. */
  safetyNumber(user: string): Promise<Result<{ readonly digits: string; readonly changed: boolean }>>;
  /** The safety numbers were compared. Refuses with `identity-changed` when the keys are others by now. */
  verify(user: string): Promise<Result<Record<string, never>>>;
  /** Goes on with changed keys, unverified; does nothing where none have changed. */
  acceptIdentity(user: string): Promise<Result<Record<string, never>>>;
}

export interface IdentityOptions {
  readonly own: Address;
  readonly contacts: Contacts;
  resolve(typed: string): Result<Address>;
  /** Pins the newest manifests, or keeps them as offered. */
  refresh(address: Address): Promise<Result<unknown>>;
}

export function createIdentities({ own, contacts, resolve, refresh }: IdentityOptions): Identities {
  /** The keys whose safety number the user was shown: only these can be verified. */
  const shown = new Map<Address, string>();

  async function contactOf(typed: string): Promise<Result<{ address: Address; contact: Contact }>> {
    const address = resolve(typed);
    if (!address.ok) return address;
    const known = contacts.find(address.value);
    const refreshed = known ? ok(undefined) : await refresh(address.value);
    const contact = known ?? contacts.find(address.value);
    if (contact) return ok({ address: address.value, contact });
    return refreshed.ok ? refuse('no-such-user') : refreshed;
  }

  async function safetyNumber(user: string) {
    const address = resolve(user);
    // What is known suffices offline, and changed keys are what the person is asking about.
    if (address.ok) await refresh(address.value);
    const found = await contactOf(user);
    if (!found.ok) return found;
    const mine = contacts.find(own);
    if (!mine) throw new Error('the own manifest is pinned at sign-in');
    const theirs = { address: found.value.address, accountKey: keyOf(found.value.contact) };
    shown.set(theirs.address, theirs.accountKey);
    const digits = safetyNumberOf({ address: own, accountKey: mine.pinned.manifest.accountKey }, theirs);
    return ok({ digits, changed: found.value.contact.offered !== undefined });
  }

  async function verify(user: string) {
    const found = await contactOf(user);
    if (!found.ok) return found;
    const { address, contact } = found.value;
    const compared = shown.get(address) ?? keyOf(contact);
    if (compared !== keyOf(contact)) return refuse('identity-changed', { user });
    contacts.accept(address, true);
    return ok({});
  }

  async function acceptIdentity(user: string) {
    const found = await contactOf(user);
    if (!found.ok) return found;
    const { address, contact } = found.value;
    if (contact.offered) contacts.accept(address, false);
    return ok({});
  }

  return { safetyNumber, verify, acceptIdentity };
}

/** The key that a decision is about. */
function keyOf({ pinned, offered }: Contact): string {
  return (offered ?? pinned).manifest.accountKey;
}

// Users decide whose keys are genuine by comparing safety numbers; the server never does.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type Address, splitAddress } from '../../protocol/ids.ts';
import { formatSafetyCode, parseSafetyCode } from '../../protocol/safety-code.ts';
import type { ResultOf } from '../api/api.ts';
import type { Contact, Contacts } from '../contacts/contacts.ts';
import { safetyNumber as safetyNumberOf } from '../encryption/safety-number.ts';

export interface Identities {
  /** Of the keys that would be trusted: the offered ones where they have `changed`. */
  safetyNumber(user: string): Promise<Result<ResultOf<'safetyNumber'>>>;
  /**
   * The safety numbers were compared: by the user, or here with the `code` that the other shows, which refuses with
   * `not-a-safety-code`, `other-safety-code` or `safety-number-differs`. Refuses with `identity-changed` when the keys are
   * others by now.
   */
  verify(user: string, code?: string): Promise<Result<Record<string, never>>>;
  /** Takes the verification back; keys that have changed stay undecided. */
  unverify(user: string): Promise<Result<Record<string, never>>>;
  /** Goes on with changed keys, unverified; refuses with `verified-before` where those known were verified. */
  acceptIdentity(user: string): Promise<Result<Record<string, never>>>;
}

export interface IdentityOptions {
  readonly own: Address;
  readonly contacts: Contacts;
  resolve(typed: string): Result<Address>;
  /** Pins the newest manifests, or keeps them as offered. */
  refresh(address: Address): Promise<Result<unknown>>;
  /** The user has decided about someone's keys. */
  decided(address: Address): void;
}

interface Known {
  readonly address: Address;
  readonly contact: Contact;
  /** The key that a decision is about. */
  readonly accountKey: string;
}

export function createIdentities(options: IdentityOptions): Identities {
  const { own, contacts, resolve, refresh, decided } = options;
  /** The keys whose safety number the user was shown: only these can be verified. */
  const shown = new Map<Address, string>();

  async function find(typed: string): Promise<Result<Known>> {
    const address = resolve(typed);
    if (!address.ok) return address;
    if (address.value === own) return refuse('not-allowed');
    const known = knownOf(address.value);
    if (known) return ok(known);
    const refreshed = await refresh(address.value);
    const found = knownOf(address.value);
    if (found) return ok(found);
    return refreshed.ok ? refuse('no-such-user') : refreshed;
  }

  function knownOf(address: Address): Known | undefined {
    const contact = contacts.find(address);
    const accountKey = (contact?.offered ?? contact?.pinned)?.manifest.accountKey;
    return contact && accountKey ? { address, contact, accountKey } : undefined;
  }

  function numberWith({ address, accountKey }: Known): string {
    const mine = contacts.find(own)?.pinned;
    if (!mine) throw new Error('the own manifest is pinned at sign-in');
    return safetyNumberOf({ address: own, accountKey: mine.manifest.accountKey }, { address, accountKey });
  }

  async function safetyNumber(user: string) {
    const address = resolve(user);
    // What is known suffices offline, and changed keys are what the person is asking about.
    if (address.ok && address.value !== own) await refresh(address.value);
    const found = await find(user);
    if (!found.ok) return found;
    const { value: known } = found;
    shown.set(known.address, known.accountKey);
    const digits = numberWith(known);
    const code = formatSafetyCode({ of: own, to: known.address, digits });
    const { verified, offered } = known.contact;
    return ok({ digits, code, verified, changed: offered !== undefined });
  }

  async function verify(user: string, code?: string) {
    const found = await find(user);
    if (!found.ok) return found;
    const { address, accountKey } = found.value;
    if (code !== undefined) {
      const fault = faultOf(code, found.value);
      if (fault) return fault;
    } else if ((shown.get(address) ?? accountKey) !== accountKey) return refuse('identity-changed', { user });
    contacts.accept(address, true);
    decided(address);
    return ok({});
  }

  /** Why what the other's screen shows does not prove the keys known here. */
  function faultOf(text: string, known: Known) {
    const code = parseSafetyCode(text);
    const { username: user } = splitAddress(known.address);
    if (!code) return refuse('not-a-safety-code', { user });
    if (code.of !== known.address || code.to !== own)
      return refuse('other-safety-code', { user, of: code.of, to: code.to });
    return code.digits === numberWith(known) ? undefined : refuse('safety-number-differs', { user });
  }

  async function unverify(user: string) {
    const found = await find(user);
    if (!found.ok) return found;
    const { address } = found.value;
    contacts.unverify(address);
    decided(address);
    return ok({});
  }

  async function acceptIdentity(user: string) {
    const found = await find(user);
    if (!found.ok) return found;
    const { address, contact } = found.value;
    if (!contact.offered) return ok({});
    if (contact.verified) return refuse('verified-before', { user: splitAddress(address).username });
    contacts.accept(address, false);
    decided(address);
    return ok({});
  }

  return { safetyNumber, verify, unverify, acceptIdentity };
}

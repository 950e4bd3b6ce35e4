import { createQueue } from '../../node/keyed-queue.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Device, ParametersOf, Registered, SignedIn } from '../api/api.ts';
import { createContacts } from '../contacts/contacts.ts';
import type { Database } from '../database/database.ts';
import { listDevices } from '../devices/devices.ts';
import type { Profile } from '../profile/profile.ts';
import {
  type AccountRecord,
  eraseAccount,
  leaveDevice,
  readAccount,
  readDevice,
  writeAccount,
} from '../session/account-record.ts';
import type { AccountOptions, AccountState } from '../session/account-session.ts';
import { changePassword } from './password-change.ts';
import { createRegistration } from './registration.ts';
import { signInWithPassword, signInWithRecoveryWords } from './sign-in.ts';

export type AccountListener = (state: AccountState | undefined) => unknown;

export interface Account {
  /** Undefined while no account is signed in. */
  current(): AccountState | undefined;
  /**
   * Called after an account has signed in or out, also when the server ended the session. What the listener returns is
   * waited for before anything is erased.
   */
  onChange(listener: AccountListener): () => void;
  register(parameters: ParametersOf<'register'>): Promise<Result<Registered>>;
  signIn(parameters: ParametersOf<'signIn'>): Promise<Result<SignedIn>>;
  signInWithRecoveryKey(parameters: ParametersOf<'signInWithRecoveryKey'>): Promise<Result<SignedIn>>;
  signOut(): Promise<Result<Record<string, never>>>;
  changePassword(parameters: ParametersOf<'changePassword'>): Promise<Result<Record<string, never>>>;
  devices(): Promise<Result<readonly Device[]>>;
}

/** Takes up the session that the profile remembers, if there is one: its token goes to the connection. */
export function createAccount(options: AccountOptions): Account {
  const { connection, profile } = options;
  const listeners = new Set<AccountListener>();
  const turns = createQueue();
  const registerAccount = createRegistration(options);
  finishErasing(profile);
  let session = rememberedSession(profile);
  connection.setToken(session?.record.token);

  /** Resolves when every listener has finished. */
  function changeSession(next: Session | undefined): Promise<unknown> {
    session = next;
    connection.setToken(next?.record.token);
    return Promise.all([...listeners].map((listener) => listener(next?.state)));
  }

  function forget(): void {
    if (!session) return;
    const { token: _, ...record } = session.record;
    writeAccount(session.state.database, record);
    changeSession(undefined);
  }

  async function begin(started: Result<AccountRecord>): Promise<Result<SignedIn>> {
    if (!started.ok) return started;
    const record = started.value;
    changeSession(sessionOf(record, await profile.open(record.address)));
    return ok({ account: record.address, device: record.device });
  }

  function whenSignedOut<T>(action: () => Promise<Result<T>>): Promise<Result<T>> {
    return turns.run('account', async () => (session ? refuse('already-signed-in') : action()));
  }

  function whenSignedIn<T>(action: (session: Session) => Promise<Result<T>>): Promise<Result<T>> {
    return turns.run('account', async () => (session ? action(session) : refuse('not-signed-in')));
  }

  async function register(parameters: ParametersOf<'register'>): Promise<Result<Registered>> {
    const registered = await registerAccount(parameters);
    if (!registered.ok) return registered;
    const begun = await begin(ok(registered.value.record));
    return begun.ok ? ok({ ...begun.value, recoveryKey: registered.value.recoveryKey }) : begun;
  }

  async function signOut() {
    // Offline, the session ends on this side only; the server's list of sessions still shows it.
    await connection.request('account:sign-out', {});
    if (!session) return ok({});
    const { database } = session.state;
    leaveDevice(database, session.record);
    await changeSession(undefined);
    eraseAccount(database);
    return ok({});
  }

  async function renewPassword({ record, state }: Session, parameters: ParametersOf<'changePassword'>) {
    const changed = await changePassword(options, record, parameters);
    if (!changed.ok) return changed;
    const renewed = { ...record, vaultVersion: changed.value, vaultSeenAt: options.clock.now() };
    writeAccount(state.database, renewed);
    session = { record: renewed, state };
    return ok({});
  }

  connection.onState((_, refusal) => {
    if (refusal?.code === 'session-ended') forget();
  });
  // The damage may have taken what opens the account.
  profile.onDamage(() => {
    if (session && !readAccount(session.state.database)) writeAccount(session.state.database, session.record);
  });

  return {
    current: () => session?.state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    register: (parameters) => whenSignedOut(() => register(parameters)),
    signIn: (parameters) => whenSignedOut(async () => begin(await signInWithPassword(options, parameters))),
    signInWithRecoveryKey: (parameters) =>
      whenSignedOut(async () => begin(await signInWithRecoveryWords(options, parameters))),
    signOut: () => whenSignedIn(signOut),
    changePassword: (parameters) => whenSignedIn((present) => renewPassword(present, parameters)),
    devices: () => whenSignedIn(({ state }) => listDevices(connection, state)),
  };
}

/** The stored record of a sign-in, with the state that the services get. */
interface Session {
  readonly record: AccountRecord;
  readonly state: AccountState;
}

/** Signing out was interrupted. */
function finishErasing(profile: Profile): void {
  const database = profile.current();
  if (database && !readAccount(database) && readDevice(database)) eraseAccount(database);
}

function rememberedSession(profile: Profile): Session | undefined {
  const database = profile.current();
  if (!database) return undefined;
  const record = readAccount(database);
  return record?.token === undefined ? undefined : sessionOf(record, database);
}

function sessionOf(record: AccountRecord, database: Database): Session {
  const { address, username, serverName, displayName, device, deviceSeed, mailboxKeys, marksKey } = record;
  const contacts = createContacts(database);
  return {
    record,
    state: {
      ...{ address, username, serverName, displayName, device, deviceSeed, mailboxKeys, marksKey },
      contacts,
      database,
    },
  };
}

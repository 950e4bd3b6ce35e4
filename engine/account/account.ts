import { createQueue } from '../../node/keyed-queue.ts';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type {
  Device,
  EngineStatus,
  ParametersOf,
  Reason,
  Registered,
  RemovalStep,
  SignedIn,
} from '../api/api.ts';
import { listDevices } from '../devices/devices.ts';
import type { Profile } from '../profile/profile.ts';
import {
  type AccountRecord,
  eraseAccount,
  leaveDevice,
  readAccount,
  readDevice,
  readRemoval,
  readReset,
  writeAccount,
} from '../session/account-record.ts';
import type { AccountOptions, AccountState } from '../session/account-session.ts';
import { deleteAccount, type Leaving } from './delete-account.ts';
import { changePassword } from './password-change.ts';
import { scheduleRecoveryCheck } from './recovery-check.ts';
import { setRecoveryKeyNeeded } from './recovery-key-needed.ts';
import { createRegistration } from './registration.ts';
import { findEnd } from './removed-device.ts';
import { revokeDevice } from './revoke-device.ts';
import { Session } from './session.ts';
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
  /** Called when there is another answer of `ended`. */
  onEnded(listener: () => void): () => void;
  register(parameters: ParametersOf<'register'>): Promise<Result<Registered>>;
  signIn(parameters: ParametersOf<'signIn'>): Promise<Result<SignedIn>>;
  signInWithRecoveryKey(parameters: ParametersOf<'signInWithRecoveryKey'>): Promise<Result<SignedIn>>;
  signOut(): Promise<Result<Record<string, never>>>;
  changePassword(parameters: ParametersOf<'changePassword'>): Promise<Result<Record<string, never>>>;
  /** See checkRecoveryKey. The user is asked again after checkAfterDays. */
  checkRecoveryKey(parameters: ParametersOf<'checkRecoveryKey'>): Promise<Result<Record<string, never>>>;
  postponeRecoveryCheck(): void;
  isRecoveryCheckDue(): boolean;
  /** See setRecoveryKeyNeeded. */
  setRecoveryKeyNeeded(
    parameters: ParametersOf<'setRecoveryKeyNeeded'>,
  ): Promise<Result<Record<string, never>>>;
  /** Whether a computer that is new to the account needs the recovery key, as far as this device knows. */
  needsRecoveryKey(): boolean;
  devices(): Promise<Result<readonly Device[]>>;
  /** Refuses with `wrong-credentials`, `no-such-device`, and with `not-allowed` for this device itself. */
  revokeDevice(
    parameters: ParametersOf<'revokeDevice'>,
    onStep: (step: RemovalStep) => void,
  ): Promise<Result<Record<string, never>>>;
  /** Deletes the account for good and erases it here. One that is deleted already is the same success. */
  deleteAccount(
    parameters: ParametersOf<'deleteAccount'>,
    leaveGroups: Leaving['leaveGroups'],
  ): Promise<Result<Record<string, never>>>;
  /** Why nobody is signed in, where what was here is erased because the user has removed this device or deleted the account, or the account was reset. */
  ended(): Reason<NonNullable<EngineStatus['ended']>['code']> | undefined;
}

/** Takes up the session that the profile remembers, if there is one: its token goes to the connection. */
export function createAccount(options: AccountOptions): Account {
  const { connection, profile } = options;
  const listeners = new Set<AccountListener>();
  const turns = createQueue();
  const registerAccount = createRegistration(options);
  finishErasing(profile);
  const endListeners = new Set<() => void>();
  let leaving: Promise<unknown> = Promise.resolve();
  let session = rememberedSession(options);
  connection.setToken(session?.record.token);

  /** Resolves when every listener has finished. */
  function changeSession(next: Session | undefined): Promise<unknown> {
    session = next;
    connection.setToken(next?.record.token);
    return Promise.all([...listeners].map((listener) => listener(next?.state)));
  }

  /** The server may have ended the session already. */
  const leave = () => (session ? changeSession(undefined) : leaving);

  function forget(): void {
    if (!session) return;
    const { token: _, ...record } = session.record;
    writeAccount(session.state.database, record);
    leaving = changeSession(undefined);
  }

  async function begin(started: Result<AccountRecord>): Promise<Result<SignedIn>> {
    if (!started.ok) return started;
    const { address: account, device } = started.value;
    changeSession(await startSession(options, started.value));
    return ok({ account, device });
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

  const notifyEnded = () => [...endListeners].map((listener) => listener());

  async function askWhyEnded(): Promise<void> {
    if (!session && (await findEnd(options, () => leaving))) notifyEnded();
  }

  connection.onState((state, refusal) => {
    if (refusal?.code === 'session-ended') forget();
    if (state !== 'online' || session) return;
    turns
      .run('account', askWhyEnded)
      .catch((error: unknown) => options.logger.error({ error }, 'finding out why the session ended failed'));
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
    onEnded(listener) {
      endListeners.add(listener);
      return () => void endListeners.delete(listener);
    },
    register: (parameters) => whenSignedOut(() => register(parameters)),
    signIn: (parameters) => whenSignedOut(async () => begin(await signInWithPassword(options, parameters))),
    signInWithRecoveryKey: (parameters) =>
      whenSignedOut(async () => begin(await signInWithRecoveryWords(options, parameters))),
    signOut: () => whenSignedIn(signOut),
    changePassword: (parameters) => whenSignedIn((present) => changePassword(options, present, parameters)),
    checkRecoveryKey: ({ recoveryKey }) => whenSignedIn((present) => present.checkRecoveryKey(recoveryKey)),
    postponeRecoveryCheck: () => session?.postponeRecoveryCheck(),
    isRecoveryCheckDue: () => session?.isRecoveryCheckDue() ?? false,
    setRecoveryKeyNeeded: (parameters) =>
      whenSignedIn((present) => setRecoveryKeyNeeded(options, present, parameters)),
    needsRecoveryKey: () => session?.needsRecoveryKey() ?? false,
    devices: () => whenSignedIn(({ state }) => listDevices(connection, state)),
    revokeDevice: (parameters, onStep) =>
      whenSignedIn((present) => revokeDevice(options, present, parameters, onStep)),
    deleteAccount: (parameters, leaveGroups) =>
      turns.run('account', async () => {
        if (!session) return refuseUnlessDeleted(profile);
        return deleteAccount(options, session, parameters, { leaveGroups, leave, erased: notifyEnded });
      }),
    ended: () => (session ? undefined : endIn(profile)),
  };
}

async function startSession(options: AccountOptions, record: AccountRecord): Promise<Session> {
  const database = await options.profile.open(record.address);
  scheduleRecoveryCheck(database, options.clock.now(), 'start');
  return new Session(options, record, database);
}

function endIn(profile: Profile): ReturnType<Account['ended']> {
  const database = profile.current();
  const removal = database && readRemoval(database);
  const reset = database && readReset(database);
  if (removal) {
    const { removedAt, count, deleted } = removal;
    return deleted
      ? { code: 'account-deleted', facts: { deletedAt: removedAt, count } }
      : { code: 'device-removed', facts: { removedAt, count } };
  }
  return reset && { code: 'signed-out-by-reset', facts: { ...reset } };
}

/** An answer that was lost. */
function refuseUnlessDeleted(profile: Profile): Result<Record<string, never>> {
  return endIn(profile)?.code === 'account-deleted' ? ok({}) : refuse('not-signed-in');
}

/** Signing out was interrupted. */
function finishErasing(profile: Profile): void {
  const database = profile.current();
  if (database && !readAccount(database) && readDevice(database)) eraseAccount(database);
}

function rememberedSession(options: AccountOptions): Session | undefined {
  const database = options.profile.current();
  if (!database) return undefined;
  const record = readAccount(database);
  return record?.token === undefined ? undefined : new Session(options, record, database);
}

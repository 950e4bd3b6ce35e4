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
import { changePassword } from './password-change.ts';
import { scheduleRecoveryCheck } from './recovery-check.ts';
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
  devices(): Promise<Result<readonly Device[]>>;
  /** Refuses with `wrong-credentials`, `no-such-device`, and with `not-allowed` for this device itself. */
  revokeDevice(
    parameters: ParametersOf<'revokeDevice'>,
    onStep: (step: RemovalStep) => void,
  ): Promise<Result<Record<string, never>>>;
  /** Why nobody is signed in, where the user has removed this device and what was here is erased, or the account was reset. */
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

  function forget(): void {
    if (!session) return;
    const { token: _, ...record } = session.record;
    writeAccount(session.state.database, record);
    leaving = changeSession(undefined);
  }

  async function begin(started: Result<AccountRecord>): Promise<Result<SignedIn>> {
    if (!started.ok) return started;
    const record = started.value;
    const database = await profile.open(record.address);
    scheduleRecoveryCheck(database, options.clock.now(), 'start');
    changeSession(new Session(options, record, database));
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

  async function askWhyEnded(): Promise<void> {
    if (session || !(await findEnd(options, () => leaving))) return;
    for (const listener of endListeners) listener();
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
    devices: () => whenSignedIn(({ state }) => listDevices(connection, state)),
    revokeDevice: (parameters, onStep) =>
      whenSignedIn((present) => revokeDevice(options, present, parameters, onStep)),
    ended() {
      const database = session ? undefined : profile.current();
      const removal = database && readRemoval(database);
      const reset = database && readReset(database);
      if (removal) return { code: 'device-removed', facts: { ...removal } };
      return reset && { code: 'signed-out-by-reset', facts: { ...reset } };
    },
  };
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

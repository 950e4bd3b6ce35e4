// The composition root of the engine: the whole messenger without a user interface.
import { ok, type Refusal, type Result, refuse } from '../protocol/errors.ts';
import { parseServerLink } from '../protocol/server-link.ts';
import { type Account, createAccount } from './account/account.ts';
import type { EngineApi, EngineStatus, MethodName, ParametersOf, ResultOf, SessionState } from './api/api.ts';
import { createEvents, type Events } from './api/event-emitter.ts';
import { noticesOfDamage, reasonOf } from './api/notices.ts';
import { type Connection, createConnection } from './connection/connection.ts';
import { fingerprintOf } from './encryption/manifests.ts';
import { countQueued } from './messages/outbox-table.ts';
import type { Clock, KeySource, Logger } from './ports.ts';
import { openProfile, type Profile } from './profile/profile.ts';
import { createSignedInServices, type SignedInServices } from './services.ts';
import { systemClock } from './system-clock.ts';

export { summariseProfile } from './account/profile-summary.ts';
export { reachServer } from './connection/connection.ts';
export { deriveFromPassword } from './encryption/passwords.ts';
export { systemClock } from './system-clock.ts';

export interface EngineOptions {
  /** An address or invite link; without one the server that the profile remembers. */
  readonly server?: string | undefined;
  readonly profileFolder: string;
  /** Any of them may open the profile; the first one makes it. */
  readonly keySources: readonly KeySource[];
  /** As ProfileOptions.beginAnew. */
  readonly beginAnew?: boolean | undefined;
  /** Accepts what strangers begin without asking: no requests. */
  readonly acceptRequests?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly logger: Logger;
}

/** Refuses as openProfile does, and with `bad-request` when no server is known. */
export async function openEngine(options: EngineOptions): Promise<Result<EngineApi>> {
  const link = options.server === undefined ? undefined : parseServerLink(options.server);
  if (options.server !== undefined && !link) {
    return refuse('bad-request', { detail: 'that doesn’t look like a server address or invite link' });
  }
  const profile = await openProfile({
    folder: options.profileFolder,
    keySources: options.keySources,
    server: link?.url,
    beginAnew: options.beginAnew,
    logger: options.logger,
  });
  if (!profile.ok) return profile;
  return ok(startEngine(options, profile.value));
}

function startEngine(options: EngineOptions, profile: Profile): EngineApi {
  const { clock = systemClock, logger, acceptRequests = false } = options;
  const events = createEvents();
  const connection = createConnection({ url: profile.server, clock, logger });
  const account = createAccount({ connection, profile, clock, logger });
  const host = hostServices({ clock, logger, connection, account, events, acceptRequests });
  profile.onDamage((damage) => {
    for (const notice of noticesOfDamage(damage)) events.emit('notice', notice);
    host.storageChanged();
  });
  connection.start();
  const handlers = methodHandlers({ account, connection, profile, host, events });
  return {
    call: (method, parameters) => handlers[method](parameters),
    on: events.on,
    async close() {
      await host.close();
      connection.stop();
      await profile.close();
    },
  };
}

interface HostDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly connection: Connection;
  readonly account: Account;
  readonly events: Events;
  readonly acceptRequests: boolean;
}

interface ServicesHost {
  services(): SignedInServices | undefined;
  state(): SessionState;
  /** Announces that what `status` answers has changed. */
  emitSession(): void;
  /** Stored rows are lost: fetches those that the server still has. */
  storageChanged(): void;
  close(): Promise<void>;
}

/** Makes the services at sign-in and takes them away at sign-out; emits how the session stands. */
function hostServices(options: HostDependencies): ServicesHost {
  const { account, connection, events, logger } = options;
  let services: SignedInServices | undefined;
  let leaving: Promise<unknown> = Promise.resolve();

  function state(): SessionState {
    return services ? connection.state : 'signed-out';
  }

  function emitSession(refusal?: Refusal): void {
    events.emit('session', { state: state(), ...(refusal && reasonOf(refusal)) });
  }

  function logFailure(error: unknown): void {
    logger.error({ error }, 'leaving an account failed');
  }

  function goOnline(): void {
    if (connection.state !== 'online') return;
    services?.online().catch((error: unknown) => logger.error({ error }, 'going online failed'));
  }

  function replaceServices(signedIn = account.current()): Promise<unknown> {
    const left = services;
    services = signedIn && createSignedInServices({ ...options, account: signedIn });
    if (left) leaving = Promise.all([leaving, left.close().catch(logFailure)]);
    emitSession();
    goOnline();
    return leaving;
  }

  const stops = [
    account.onChange(replaceServices),
    account.onEnded(() => events.emit('session', { state: state(), ...endedOf(account) })),
    connection.onState((_, refusal) => {
      emitSession(refusal);
      goOnline();
    }),
  ];
  if (account.current()) replaceServices();

  return {
    services: () => services,
    state,
    emitSession: () => emitSession(),
    // Not within the call that met the damage.
    storageChanged: () => setImmediate(goOnline),
    async close() {
      for (const stop of stops) stop();
      await Promise.all([leaving, services?.close()]);
    },
  };
}

function endedOf(account: Account) {
  const ended = account.ended();
  return ended && reasonOf(ended);
}

type MethodHandlers = {
  readonly [Name in MethodName]: (parameters: ParametersOf<Name>) => Promise<Result<ResultOf<Name>>>;
};

interface MethodDependencies {
  readonly account: Account;
  readonly connection: Connection;
  readonly profile: Profile;
  readonly host: ServicesHost;
  readonly events: Events;
}

function methodHandlers({ account, connection, profile, host, events }: MethodDependencies): MethodHandlers {
  async function signedIn<T>(
    use: (services: SignedInServices) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> {
    const services = host.services();
    return services ? use(services) : refuse('not-signed-in');
  }

  return {
    register: account.register,
    signIn: account.signIn,
    signInWithRecoveryKey: account.signInWithRecoveryKey,
    signOut: (parameters) =>
      signedIn(async (services) => {
        const count = countQueued(services.account.database);
        if (count > 0 && !parameters?.discardUnsent) return refuse('unsent-messages', { count });
        await services.leave();
        return account.signOut();
      }),
    status: async () => ok(statusOf({ account, connection, profile, host })),
    changePassword: (parameters) => signedIn(() => account.changePassword(parameters)),
    checkRecoveryKey: (parameters) => signedIn(() => showing(host, account.checkRecoveryKey(parameters))),
    postponeRecoveryCheck: () =>
      signedIn(() => {
        account.postponeRecoveryCheck();
        host.emitSession();
        return ok({});
      }),
    setRecoveryKeyNeeded: (parameters) =>
      signedIn(() => showing(host, account.setRecoveryKeyNeeded(parameters))),
    keySlots: async () => ok(await profile.keyRing.slots()),
    addKeySlot: profile.keyRing.add,
    removeKeySlot: profile.keyRing.remove,
    devices: () => signedIn(() => account.devices()),
    renameDevice: (parameters) => signedIn((services) => services.renameDevice(parameters)),
    revokeDevice: (parameters) =>
      signedIn(() =>
        account.revokeDevice(parameters, (step) =>
          events.emit('deviceRemoval', { device: parameters.device, step }),
        ),
      ),
    deleteAccount: (parameters) =>
      account.deleteAccount(
        parameters,
        async () => host.services()?.conversations.leaveGroups() ?? refuse('not-signed-in'),
      ),
    people: (query) => signedIn(({ people }) => people.search(query)),
    setStatus: ({ status }) => signedIn(({ people }) => people.setStatus(status)),
    conversations: () => signedIn(({ conversations }) => ok(conversations.all())),
    openDirect: (parameters) => signedIn(({ conversations }) => conversations.openDirect(parameters)),
    createGroup: (parameters) => signedIn(({ conversations }) => conversations.createGroup(parameters)),
    addMembers: (parameters) => signedIn(({ conversations }) => conversations.addMembers(parameters)),
    removeMember: (parameters) => signedIn(({ conversations }) => conversations.removeMember(parameters)),
    setRole: (parameters) => signedIn(({ conversations }) => conversations.setRole(parameters)),
    renameGroup: (parameters) => signedIn(({ conversations }) => conversations.renameGroup(parameters)),
    setGroupSettings: (parameters) =>
      signedIn(({ conversations }) => conversations.setGroupSettings(parameters)),
    leaveGroup: (parameters) => signedIn(({ conversations }) => conversations.leaveGroup(parameters)),
    deleteGroup: (parameters) => signedIn(({ conversations }) => conversations.deleteGroup(parameters)),
    removeConversation: (parameters) =>
      signedIn(async ({ conversations, drafts }) => {
        const removed = await conversations.removeConversation(parameters);
        if (removed.ok) await drafts.save(parameters.conversation, '');
        return removed;
      }),
    ...decisionHandlers(signedIn),
    ...messageHandlers(signedIn),
    setTyping: (parameters) => signedIn(({ conversations }) => conversations.typing.typed(parameters)),
    settings: () => signedIn(({ conversations }) => ok(conversations.settings.all())),
    setSettings: (parameters) => signedIn(({ conversations }) => conversations.setSettings(parameters)),
    drafts: () => signedIn(({ drafts }) => ok(drafts.all())),
    saveDraft: ({ conversation, text }) =>
      signedIn(async ({ drafts }) => {
        await drafts.save(conversation, text);
        return ok({});
      }),
    history: (parameters) => signedIn(({ conversations }) => conversations.history(parameters)),
    search: (parameters) => signedIn(({ conversations }) => conversations.search(parameters)),
    markRead: (parameters) => signedIn(({ conversations }) => conversations.markRead(parameters)),
    unread: () => signedIn(({ conversations }) => ok(conversations.unread())),
    evidence: (parameters) => signedIn(({ conversations }) => conversations.evidence(parameters)),
    safetyNumber: ({ user }) => signedIn(({ people }) => people.safetyNumber(user)),
    verify: ({ user, code }) => signedIn(({ people }) => people.verify(user, code)),
    unverify: ({ user }) => signedIn(({ people }) => people.unverify(user)),
    acceptIdentity: ({ user }) => signedIn(({ people }) => people.acceptIdentity(user)),
    acceptHistory: (parameters) => signedIn(({ conversations }) => conversations.acceptHistory(parameters)),
  };
}

/** Shows what has changed in the status, once it has. */
async function showing<T>(
  host: Pick<ServicesHost, 'emitSession'>,
  change: Promise<Result<T>>,
): Promise<Result<T>> {
  const changed = await change;
  if (changed.ok) host.emitSession();
  return changed;
}

type DecisionMethod =
  | 'mute'
  | 'unmute'
  | 'setNotifications'
  | 'block'
  | 'unblock'
  | 'blocked'
  | 'requests'
  | 'answerRequest'
  | 'report'
  | 'reports'
  | 'deleteReport';

/** Runs with the services of the account that is signed in; refuses with `not-signed-in`. */
type WhenSignedIn = <T>(
  use: (services: SignedInServices) => Result<T> | Promise<Result<T>>,
) => Promise<Result<T>>;

/** What the user writes, and does with what is written. */
function messageHandlers(
  signedIn: WhenSignedIn,
): Pick<
  MethodHandlers,
  | 'send'
  | 'undoSend'
  | 'forward'
  | 'unlock'
  | 'setDisappearing'
  | 'edit'
  | 'react'
  | 'delete'
  | 'pin'
  | 'retry'
  | 'messageDetails'
> {
  return {
    send: (parameters) =>
      signedIn(({ conversations }) =>
        parameters.secret
          ? conversations.sendLocked(parameters, parameters.secret)
          : conversations.send(parameters),
      ),
    undoSend: (parameters) => signedIn(({ conversations }) => conversations.undoSend(parameters)),
    forward: (parameters) => signedIn(({ conversations }) => conversations.forward(parameters)),
    setDisappearing: (parameters) =>
      signedIn(({ conversations }) => conversations.setDisappearing(parameters)),
    unlock: (parameters) => signedIn(({ conversations }) => conversations.unlock(parameters)),
    edit: (parameters) => signedIn(({ conversations }) => conversations.edit(parameters)),
    react: (parameters) => signedIn(({ conversations }) => conversations.react(parameters)),
    delete: (parameters) => signedIn(({ conversations }) => conversations.delete(parameters)),
    pin: (parameters) => signedIn(({ conversations }) => conversations.pin(parameters)),
    retry: (parameters) => signedIn(({ conversations }) => conversations.retry(parameters)),
    messageDetails: (parameters) => signedIn(({ conversations }) => conversations.messageDetails(parameters)),
  };
}

/** What the user decides about conversations, people and what they write. */
function decisionHandlers(signedIn: WhenSignedIn): Pick<MethodHandlers, DecisionMethod> {
  return {
    mute: (parameters) => signedIn(({ conversations }) => conversations.mutes.mute(parameters)),
    unmute: (parameters) => signedIn(({ conversations }) => conversations.mutes.unmute(parameters)),
    setNotifications: (parameters) =>
      signedIn(({ conversations }) => conversations.notificationLevels.set(parameters)),
    block: (parameters) => signedIn(({ conversations }) => conversations.requests.block(parameters)),
    unblock: (parameters) => signedIn(({ conversations }) => conversations.requests.unblock(parameters)),
    blocked: () => signedIn(({ conversations }) => ok(conversations.requests.blocked())),
    requests: () => signedIn(({ conversations }) => ok(conversations.requests.list())),
    answerRequest: (parameters) => signedIn(({ conversations }) => conversations.requests.answer(parameters)),
    report: (parameters) => signedIn(({ conversations }) => conversations.reports.report(parameters)),
    reports: () => signedIn(({ conversations }) => conversations.reports.list()),
    deleteReport: (parameters) => signedIn(({ conversations }) => conversations.reports.delete(parameters)),
  };
}

function statusOf({ account, connection, profile, host }: Omit<MethodDependencies, 'events'>): EngineStatus {
  const services = host.services();
  if (!services) {
    const ended = endedOf(account);
    return { state: 'signed-out', server: profile.server, unread: 0, ...(ended && { ended }) };
  }
  const { address, contacts } = services.account;
  const presence = services.people.presenceOf(address);
  const own = contacts.find(address)?.pinned?.manifest;
  return {
    state: connection.state,
    account: address,
    ...(own && { fingerprint: fingerprintOf(own.accountKey) }),
    displayName: services.account.displayName,
    ...(services.account.role && { role: services.account.role }),
    ...(presence !== 'offline' && { presence }),
    server: profile.server,
    unread: services.conversations.unread().total,
    ...(account.isRecoveryCheckDue() && { recoveryCheckDue: true }),
    ...(account.needsRecoveryKey() && { recoveryKeyNeeded: true }),
  };
}

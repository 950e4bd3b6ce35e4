// The server's composition root: wiring only.
import packageJson from '../package.json' with { type: 'json' };
import { formatInviteLink } from '../protocol/server-link.ts';
import { type Accounts, openAccounts } from './accounts/accounts.ts';
import { createDeleteAccount } from './accounts/delete-account.ts';
import { openControl } from './admin/control.ts';
import type { Bus } from './cluster/bus.ts';
import { ProcessBus } from './cluster/process-bus.ts';
import { isLoopback, type ServerConfig } from './config/config.ts';
import { createConversations } from './conversations/conversations.ts';
import { openDataFolder } from './data-folder.ts';
import { openGateway } from './gateway/gateway.ts';
import { LiveConnections } from './gateway/live-connections.ts';
import { listen } from './http/listen.ts';
import { createLogger, type Logger } from './logger.ts';
import { createPeople } from './people/people.ts';
import { createReports } from './reports/reports.ts';
import type { Store } from './store/store.ts';

export { parseServerConfig, type ServerConfig } from './config/config.ts';
export { StartFailure } from './start-failure.ts';

export interface RunningServer {
  readonly url: string;
  /** The part of every address behind the @. */
  readonly name: string;
  /** A link with which the owner can come; there until that has an account. */
  readonly ownerInvite?: string;
  /** Resolves, if ever, when the server can't go on: close it and end the process. */
  readonly failed: Promise<Error>;
  /** Finishes the requests under way, writes everything down and releases port and folder. */
  close(): Promise<void>;
}

/** Throws a StartFailure when something it was given can't be used. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const logger = createLogger(config.logLevel, config.logFormat);
  const opened: Closing[] = [];
  try {
    return await start(config, logger, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

const PLAIN_HTTP =
  'plain HTTP: names, times and the Lobby can be read on this network, and a sign-in taken over; ' +
  '--tls-certificate and --tls-key end that';

type Closing = () => Promise<void> | void;

/** How long a stop may take before it is given up: a disk that hangs must not keep the process. */
const CLOSING_MILLISECONDS = 20_000;

/**
 * What was opened last goes first: the gateway before the services, the services before the store. What fails, as on a
 * failed disk, keeps nothing behind it open; the first failure is thrown at the end.
 */
async function closeAll(opened: readonly Closing[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.toReversed()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function closeInTime(opened: readonly Closing[]): Promise<void> {
  const overdue = Promise.withResolvers<never>();
  const sentence = 'The server could not be closed in time. What it has acknowledged is on the disk.';
  const timer = setTimeout(() => overdue.reject(new Error(sentence)), CLOSING_MILLISECONDS);
  await Promise.race([closeAll(opened), overdue.promise]).finally(() => clearTimeout(timer));
}

async function start(config: ServerConfig, logger: Logger, opened: Closing[]): Promise<RunningServer> {
  const { store, failed } = await openDataFolder(config.data, logger);
  opened.push(() => store.close());
  const connections = new LiveConnections();
  const bus = new ProcessBus(connections);
  const accounts = await openAccounts({ ...accountOptions(config), store, connections, bus, logger });
  opened.push(() => accounts.close());
  const handlers = await openRooms(config, { store, bus, accounts, logger }, opened);

  const isStoreReadable = () => canRead(accounts, logger);
  const health = { version: packageJson.version, isStoreReadable };
  const { httpServer, url } = await listen(config, health, logger);
  const publicUrl = config.publicUrl ?? url;
  const gateway = openGateway({
    httpServer,
    handlers,
    connections,
    findSession: accounts.findSession,
    rateLimits: config.rateLimits,
    origins: [new URL(publicUrl).origin, url, ...config.origins],
    logger,
  });
  opened.push(() => gateway.close());
  const inviteLink = (token: string) => formatInviteLink(publicUrl, token);
  const control = await openControl(config.data, { accounts, inviteLink }, logger);
  opened.push(() => control.close());

  const ownerToken = await accounts.inviteOwner();
  const { serverName: name } = accounts.directory;
  logger.info({ url, name, registration: config.registration }, 'listening');
  if (config.tlsCertificate === undefined && !isLoopback(config.host)) logger.warn({ url }, PLAIN_HTTP);
  return {
    url,
    name,
    ...(ownerToken !== undefined && { ownerInvite: inviteLink(ownerToken) }),
    failed,
    close: () => closeInTime(opened),
  };
}

function accountOptions(config: ServerConfig) {
  const { registration, sessions, owner, name } = config;
  const argon2 = {
    memoryKiB: config.argon2MemoryKib,
    iterations: config.argon2Iterations,
    parallelism: config.argon2Parallelism,
  };
  return { policy: { registration, sessions, owner }, wanted: { name, argon2 } };
}

async function openRooms(
  config: ServerConfig,
  base: { readonly store: Store; readonly bus: Bus; readonly accounts: Accounts; readonly logger: Logger },
  opened: Closing[],
) {
  const { store, bus, accounts, logger } = base;
  const { directory } = accounts;
  const conversations = await createConversations({
    store,
    directory,
    bus,
    dataFolder: config.data,
    logger,
  });
  opened.push(() => conversations.close());
  const people = createPeople({ directory, bus });
  opened.push(() => people.stop());
  const reports = createReports({ store, directory, cache: conversations.cache, now: accounts.now });
  const deleteAccount = createDeleteAccount(accounts, conversations.prepareFarewell);
  return {
    ...accounts.handlers,
    'account:delete': deleteAccount,
    ...people.handlers,
    ...conversations.handlers,
    ...reports.handlers,
  };
}

async function canRead({ identity, store }: Accounts, logger: Logger): Promise<boolean> {
  try {
    return (await store.get(identity.path)) !== undefined;
  } catch (error) {
    logger.error({ error }, 'the store can’t be read');
    return false;
  }
}

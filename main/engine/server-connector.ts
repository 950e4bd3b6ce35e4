// From what a person typed to an engine on the profile of that server. One at a time: a profile has one user.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { formatInviteLink, parseServerLink, type ServerLink } from '../../protocol/server-link.ts';
import type { ConnectedServer } from '../../shell/shell.ts';
import type { KnownServers } from '../servers/known-servers.ts';
import { profileFolder } from '../servers/profile-folder.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { type Keychain, passphraseKey } from './keychain.ts';

export interface ServerConnectorOptions {
  readonly userData: string;
  readonly engine: Pick<EngineSupervisor, 'server' | 'open' | 'attach' | 'close'>;
  readonly keychain: Keychain;
  readonly servers: Pick<KnownServers, 'list' | 'use' | 'remove'>;
  /** Called first: the server may be one on this computer that isn't running yet, or has no owner yet. */
  prepare(url: string): Promise<Pick<ConnectedServer, 'invite'>>;
}

export interface ServerConnector {
  /** As Shell.connect in shell/shell.ts. */
  connect(typed: string, passphrase?: string, beginAnew?: boolean): Promise<Result<ConnectedServer>>;
  /** Starts connecting while the page loads; the page's own call to connect gets this result. */
  connectAhead(url: string): void;
  /** The server whose profile is open. */
  server(): string | undefined;
  /** Erases what is kept here of a server, and no longer lists it. */
  forget(url: string): Promise<void>;
}

export function createServerConnector(options: ServerConnectorOptions): ServerConnector {
  let before: Promise<unknown> = Promise.resolve();
  let ahead: { readonly url: string; readonly opened: Promise<Result<ConnectedServer>> } | undefined;

  async function connect(
    typed: string,
    passphrase?: string,
    beginAnew?: boolean,
  ): Promise<Result<ConnectedServer>> {
    const link = parseServerLink(typed);
    if (!link)
      return refuse('bad-request', { detail: 'that doesn’t look like a server address or invite link' });
    const opening = before.then(() => open(options, link, passphrase, beginAnew));
    before = opening.catch(() => undefined);
    return opening;
  }

  /** The window's port comes before the answer. */
  async function attached(connecting: Promise<Result<ConnectedServer>>): Promise<Result<ConnectedServer>> {
    const connected = await connecting;
    if (connected.ok) options.engine.attach();
    return connected;
  }

  return {
    async connect(typed, passphrase, beginAnew) {
      const early = ahead;
      ahead = undefined;
      const isEarly = early?.url === typed && passphrase === undefined && !beginAnew;
      return attached(isEarly ? early.opened : connect(typed, passphrase, beginAnew));
    },
    connectAhead(url) {
      const opened = connect(url);
      // The caller of connect handles a failure.
      opened.catch(() => undefined);
      ahead = { url, opened };
    },
    server: options.engine.server,
    forget(url) {
      const forgetting = before.then(() => forget(options, url));
      before = forgetting.catch(() => undefined);
      return forgetting;
    },
  };
}

async function open(
  options: ServerConnectorOptions,
  link: ServerLink,
  passphrase: string | undefined,
  beginAnew: boolean | undefined,
): Promise<Result<ConnectedServer>> {
  const { engine, keychain, prepare, servers, userData } = options;
  const { url } = link;
  if (engine.server() === url) {
    await servers.use(url);
    return ok(connectedTo(link));
  }
  const kept = await keychain.keys();
  const keys = [...(passphrase === undefined ? [] : [passphraseKey(passphrase)]), ...kept];
  const prepared = await prepare(url);
  const folder = profileFolder(userData, url);
  const profile = { server: url, profileFolder: folder, keys };
  const opened = await engine.open(profile, { mustAnswer: mustAnswer(options, url, folder), beginAnew });
  if (!opened.ok) return opened;
  await servers.use(url);
  return ok({ ...prepared, ...connectedTo(link) });
}

function connectedTo({ url, invite, inviter }: ServerLink): ConnectedServer {
  return invite === undefined ? { url } : { url, invite: formatInviteLink(url, invite, inviter) };
}

/**
 * Without a signed-in account nothing works offline, and an address that never answered is not stored.
 * A profile that the list has lost may have an account, whose messages can be read offline.
 */
function mustAnswer({ servers }: ServerConnectorOptions, url: string, folder: string): boolean {
  const known = servers.list().find((server) => server.url === url);
  return known ? known.account === undefined : !existsSync(folder);
}

async function forget({ engine, servers, userData }: ServerConnectorOptions, url: string): Promise<void> {
  if (engine.server() === url) await engine.close();
  await rm(profileFolder(userData, url), { recursive: true, force: true });
  await servers.remove(url);
}

// The servers used on this computer, latest first, and who is signed in where.
import { z } from 'zod';
import type { KnownServer } from '../../shell/shell.ts';
import type { Logger } from '../logger.ts';
import { storedFile } from '../stored-file.ts';

const MOST_SERVERS = 50;
const content = z.object({
  v: z.literal(1),
  servers: z.array(z.object({ url: z.url(), account: z.string().exactOptional() })).max(MOST_SERVERS),
});

export interface KnownServers {
  list(): readonly KnownServer[];
  /** Makes it the latest. */
  use(url: string): Promise<void>;
  remove(url: string): Promise<void>;
  /** Undefined when no account is signed in there any more. */
  setAccount(url: string, account: string | undefined): Promise<void>;
}

export async function openKnownServers(path: string, logger: Logger): Promise<KnownServers> {
  const file = storedFile(path, content, logger);
  let servers: readonly KnownServer[] = (await file.read())?.servers ?? [];

  async function change(next: readonly KnownServer[]): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(servers)) return;
    servers = next;
    await file.write({ v: 1, servers: next.slice(0, MOST_SERVERS) });
  }

  return {
    list: () => servers,
    use: (url) => {
      const known = servers.find((server) => server.url === url) ?? { url };
      return change([known, ...servers.filter((server) => server.url !== url)]);
    },
    remove: (url) => change(servers.filter((server) => server.url !== url)),
    setAccount: (url, account) =>
      change(servers.map((server) => (server.url === url ? { url, ...(account && { account }) } : server))),
  };
}

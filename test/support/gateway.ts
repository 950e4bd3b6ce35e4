import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { sessionToken } from '../../protocol/accounts.ts';
import { refuse } from '../../protocol/errors.ts';
import { requests } from '../../protocol/events.ts';
import { deviceId, username } from '../../protocol/ids.ts';
import type { Session } from '../../server/cluster/connections.ts';
import type { ConnectionLimits } from '../../server/gateway/connection-limits.ts';
import { openGateway } from '../../server/gateway/gateway.ts';
import type { Handlers } from '../../server/gateway/handlers.ts';
import { LiveConnections } from '../../server/gateway/live-connections.ts';
import { silentLogger } from './silent-logger.ts';

export const token = sessionToken.parse('t'.repeat(43));
/** Of another session of the same account. */
export const otherToken = sessionToken.parse('o'.repeat(43));
export const session = {
  id: 'session',
  username: username.parse('alice'),
  device: deviceId.parse('d'.repeat(22)),
};
const sessions = new Map<string, typeof session>([
  [token, session],
  [otherToken, { ...session, id: 'other session', device: deviceId.parse('e'.repeat(22)) }],
]);

interface GatewayOfTest {
  /** What is missing answers `not-supported`. */
  readonly own?: Partial<Handlers>;
  /** In place of the two sessions above. */
  readonly findSession?: (token: string) => Session | undefined;
  readonly rateLimits?: boolean;
  readonly limits?: Partial<ConnectionLimits>;
}

/** A gateway whose handlers are the test's own, on a real port until the test ends. */
export async function startGateway({
  own = {},
  findSession = (offered) => sessions.get(offered),
  rateLimits = false,
  limits = {},
}: GatewayOfTest = {}) {
  const httpServer = createServer();
  const connections = new LiveConnections();
  const others = Object.keys(requests).map((name) => [name, async () => refuse('not-supported')]);
  const gateway = openGateway({
    httpServer,
    handlers: { ...Object.fromEntries(others), ...own },
    connections,
    findSession,
    rateLimits,
    origins: ['https://allowed.example'],
    logger: silentLogger,
    limits,
  });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  onTestFinished(() => gateway.close());
  const { port } = httpServer.address() as AddressInfo; // it listens
  return { url: `http://127.0.0.1:${port}`, port, connections, gateway };
}

import { randomBytes } from 'node:crypto';
import { startGateway } from '../../test/support/gateway.ts';
import { connectWire } from '../../test/support/wire-client.ts';
import { type ConnectionUnderTest, describeBus } from './bus-contract.ts';
import type { Session } from './connections.ts';
import { ProcessBus } from './process-bus.ts';

describeBus('the bus of one process', async () => {
  const sessions = new Map<string, Session>();
  const { url, connections } = await startGateway({ findSession: (token) => sessions.get(token) });
  const node = {
    bus: new ProcessBus(connections),
    connect: (session: Session) => {
      const token = randomBytes(32).toString('base64url');
      sessions.set(token, session);
      return connect(url, token);
    },
  };
  return { here: node, there: node };
});

async function connect(url: string, token: string): Promise<ConnectionUnderTest> {
  const { socket } = await connectWire(url, { token });
  const pushes: { name: string; payload: unknown }[] = [];
  let endReason: unknown;
  socket.onAny((name, payload) => {
    if (name === 'account:session-ended') endReason = payload.reason;
    else pushes.push({ name, payload });
  });
  return {
    id: socket.id ?? '',
    pushes,
    endReason: () => endReason,
    isOpen: () => socket.connected,
    disconnect: () => void socket.close(),
  };
}

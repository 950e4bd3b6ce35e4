// An address that no connection may reach. It records those that do, over TCP as well as UDP.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Trap {
  readonly url: string;
  /** Where WebRTC would ask who it is. */
  readonly stun: string;
  /** A connection counts before anything is asked over it. */
  visits(): readonly string[];
}

/** Lies in wait until the test ends. */
export async function startTrap(): Promise<Trap> {
  const visits: string[] = [];
  const server = createServer((_, response) => response.end());
  server.on('connection', () => visits.push('a connection'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = createSocket('udp4', () => visits.push('a datagram'));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => {
    socket.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return {
    url: `http://127.0.0.1:${port}`,
    stun: `stun:127.0.0.1:${socket.address().port}`,
    visits: () => visits,
  };
}

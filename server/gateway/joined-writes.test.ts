import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { joinWrites } from './joined-writes.ts';

class Transport {
  readonly socket: { readonly _socket: Socket };

  constructor(socket: Socket) {
    this.socket = { _socket: socket };
  }

  send(packets: unknown): void {
    for (const packet of packets as readonly string[]) this.socket._socket.write(packet);
  }
}

async function connected() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = createConnection(port, '127.0.0.1');
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ];
  onTestFinished(async () => {
    client.destroy();
    socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return { client, socket };
}

test('what is sent in one turn waits for its end and arrives in order', async () => {
  const { client, socket } = await connected();
  const transport = new Transport(socket);
  joinWrites()(transport);
  transport.send(['one ']);
  transport.send(['two ', 'three']);
  expect(socket.writableCorked).toBe(1);
  expect(socket.bytesWritten - socket.writableLength).toBe(0);
  const arrived = once(client, 'data');
  await nextTurn();
  expect(socket.writableCorked).toBe(0);
  expect(String(await arrived)).toBe('one two three');
});

test('a socket that is gone harms nobody', async () => {
  const { socket } = await connected();
  const { client, socket: other } = await connected();
  const join = joinWrites();
  const [gone, alive] = [new Transport(socket), new Transport(other)];
  join(gone);
  join(alive);
  socket.on('error', () => undefined);
  gone.send(['lost']);
  socket.destroy();
  gone.send(['lost too']);
  alive.send(['kept']);
  expect(String(await once(client, 'data'))).toBe('kept');
});

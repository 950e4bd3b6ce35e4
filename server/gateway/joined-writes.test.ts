import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { joinWrites } from './joined-writes.ts';

class Transport {
  readonly socket: { readonly _socket: Socket };
  sends = 0;
  sending = 0;

  constructor(socket: Socket) {
    this.socket = { _socket: socket };
  }

  send(packets: readonly object[]): void {
    for (const packet of packets) this.socket._socket.write(String(packet));
  }
}

function packets(...texts: readonly string[]): readonly object[] {
  return texts.map((text) => ({ toString: () => text }));
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

test('packets of one turn are written at its end, in order', async () => {
  const { client, socket } = await connected();
  const transport = new Transport(socket);
  joinWrites()(transport);
  transport.send(packets('one '));
  transport.send(packets('two ', 'three'));
  expect(socket.writableCorked).toBe(1);
  expect(socket.bytesWritten - socket.writableLength).toBe(0);
  const arrived = once(client, 'data');
  await nextTurn();
  expect(socket.writableCorked).toBe(0);
  expect(String(await arrived)).toBe('one two three');
});

test('a socket that is gone does not disturb the others', async () => {
  const { socket } = await connected();
  const { client, socket: other } = await connected();
  const join = joinWrites();
  const [gone, alive] = [new Transport(socket), new Transport(other)];
  join(gone);
  join(alive);
  socket.on('error', () => undefined);
  gone.send(packets('lost'));
  socket.destroy();
  gone.send(packets('lost too'));
  alive.send(packets('kept'));
  expect(String(await once(client, 'data'))).toBe('kept');
});

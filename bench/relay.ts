// The yardstick: what one would write in ten minutes with Socket.IO. It sends a frame to the others in the
// room and acknowledges it. Nothing is checked, ordered or stored.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as parser from 'socket.io-msgpack-parser';
import { z } from 'zod';

const auth = z.object({ room: z.string() });

const httpServer = createServer();
const io = new Server(httpServer, { parser, transports: ['websocket'], serveClient: false });
io.on('connection', async (socket) => {
  const { room } = auth.parse(socket.handshake.auth);
  await socket.join(room);
  socket.on('conversations:send', ({ conversation, frame }, acknowledge) => {
    socket.to(conversation).emit('relayed', { conversation, frame });
    acknowledge({ ok: true });
  });
});
httpServer.listen(0, '127.0.0.1');
await once(httpServer, 'listening');
// It listens on a port, not on a pipe.
process.stdout.write(`Listening on http://127.0.0.1:${(httpServer.address() as AddressInfo).port}\n`);

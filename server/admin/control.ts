// The control channel of a running server: one JSON line in, one JSON Result line out, for
// processes that may open a socket that only the server's own user can reach.

import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { utf8 } from '../../protocol/bytes.ts';
import { type Result, refuse } from '../../protocol/errors.ts';
import { jsonOf } from '../../protocol/frames.ts';
import type { Logger } from '../logger.ts';
import { controlPath, fitsSocketAddress, pathFile } from './control-path.ts';
import { controlRequest } from './operations.ts';
import { type AdminDependencies, perform } from './run-operation.ts';

const LONGEST_LINE = 65_536;

export interface Control {
  close(): Promise<void>;
}

export async function openControl(
  dataFolder: string,
  dependencies: AdminDependencies,
  logger: Logger,
): Promise<Control> {
  const path = await choosePath(dataFolder);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', (error) => logger.debug({ error }, 'control connection failed'));
    answerLines(socket, dependencies, logger);
  });
  await listen(server, path);
  return {
    close: async () => {
      server.close();
      for (const socket of connections) socket.destroy();
      await once(server, 'close');
      await removePath(dataFolder, path);
    },
  };
}

function answerLines(socket: Socket, dependencies: AdminDependencies, logger: Logger): void {
  let received = 0;
  socket.on('data', (chunk) => {
    received += chunk.length;
    if (received > LONGEST_LINE) socket.destroy();
  });
  createInterface({ input: socket }).once('line', async (line) => {
    const result = await answer(line, dependencies).catch((error: unknown) => {
      logger.error({ error }, 'admin operation failed');
      return refuse('internal');
    });
    socket.end(`${JSON.stringify(result)}\n`);
  });
}

async function answer(line: string, dependencies: AdminDependencies): Promise<Result<unknown>> {
  const request = controlRequest.safeParse(jsonOf(utf8(line)));
  if (!request.success) return refuse('bad-request', { detail: 'not an operation' });
  return perform(dependencies, request.data.operation, request.data.parameters);
}

/** The data folder's lock is ours, so that a socket that lies there is a dead server's. */
async function choosePath(dataFolder: string): Promise<string> {
  const path = controlPath(dataFolder);
  if (process.platform === 'win32') return path;
  if (fitsSocketAddress(path)) {
    await rm(path, { force: true });
    return path;
  }
  const elsewhere = join(await mkdtemp(join(tmpdir(), 'parley-')), 'control');
  await writeFile(pathFile(dataFolder), elsewhere, { mode: 0o600 });
  return elsewhere;
}

async function removePath(dataFolder: string, path: string): Promise<void> {
  if (path === controlPath(dataFolder)) return;
  await rm(pathFile(dataFolder), { force: true });
  await rm(dirname(path), { recursive: true, force: true });
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
  // The folder is 0700 already, so that there is no moment at which others could connect.
  if (process.platform !== 'win32') await chmod(path, 0o600);
}

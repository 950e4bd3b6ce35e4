// The utility process of the server that comes with the app.
import { isSystemError } from '../../node/atomic-file.ts';
import { callAdmin } from '../../server/admin/admin.ts';
import { parseServerConfig, type RunningServer, StartFailure, startServer } from '../../server/main.ts';
import { createLogger } from '../logger.ts';
import { type FromServer, type ToServer, toServer } from './messages.ts';

const logger = createLogger('server host', process.env);
let running: RunningServer | undefined;
let dataFolder = '';

function send(message: FromServer): void {
  process.parentPort.postMessage(message);
}

/** Registration needs an invite even on a loopback address, which every program on this computer can call. */
async function start({ host, port, data }: Extract<ToServer, { kind: 'start' }>): Promise<void> {
  const settings = { host, port, data, registration: 'invite', 'log-level': 'warn' };
  const argv = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const config = parseServerConfig({ argv, env: {} });
  if (!config.ok) throw new Error(config.message);
  dataFolder = data;
  try {
    running = await startServer(config.value);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const isPortTaken = isSystemError(error.cause, 'EADDRINUSE', 'EACCES');
    return send({ kind: 'failed', sentence: error.message, isPortTaken });
  }
  running.failed.then(endWith);
  const { url, ownerInvite } = running;
  send({ kind: 'listening', url, ...(ownerInvite && { ownerInvite }) });
}

async function invite(): Promise<void> {
  const made = await callAdmin(dataFolder, 'invite.create', {});
  send(made.ok ? { kind: 'invited', token: made.value.token } : { kind: 'not-invited', code: made.code });
}

function endWith(error: unknown): void {
  logger.error({ error }, 'the server’s process can’t go on');
  process.exit(1);
}

async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
  send({ kind: 'stopped' });
}

function perform(message: ToServer): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(message);
    case 'invite':
      return invite();
    case 'stop':
      return stop();
    default:
      return message satisfies never;
  }
}

process.parentPort.on('message', ({ data }) => {
  perform(toServer.parse(data)).catch(endWith);
});

// The utility process of the server that comes with the app.
import { isSystemError } from '../../files/atomic-file.ts';
import { parseServerConfig, type RunningServer, StartFailure, startServer } from '../../server/main.ts';
import { createLogger } from '../logger.ts';
import { type FromServer, toServer } from './messages.ts';

const logger = createLogger('server host', process.env);
let running: RunningServer | undefined;

function tell(message: FromServer): void {
  process.parentPort.postMessage(message);
}

async function start(port: number, data: string): Promise<void> {
  const argv = ['--port', String(port), '--data', data, '--log-level', 'warn'];
  const config = parseServerConfig({ argv, env: {} });
  if (!config.ok) throw new Error(config.message);
  try {
    running = await startServer(config.value);
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const isPortTaken = isSystemError(error.cause, 'EADDRINUSE', 'EACCES');
    return tell({ kind: 'failed', sentence: error.message, isPortTaken });
  }
  running.failed.then(endWith);
  const { url, ownerInvite } = running;
  tell({ kind: 'listening', url, ...(ownerInvite && { ownerInvite }) });
}

function endWith(error: unknown): void {
  logger.error({ error }, 'the server’s process can’t go on');
  process.exit(1);
}

async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
  tell({ kind: 'stopped' });
}

process.parentPort.on('message', ({ data }) => {
  const message = toServer.parse(data);
  const done = message.kind === 'start' ? start(message.port, message.data) : stop();
  done.catch(endWith);
});

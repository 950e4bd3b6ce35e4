// One run of the server's process, from its start to its end.
import { type UtilityProcess, utilityProcess } from 'electron';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Logger } from '../logger.ts';
import { type FromServer, fromServer, type ToServer } from './messages.ts';

export type StartMessage = Extract<ToServer, { kind: 'start' }>;
/** `stopped`: the process ended before it listened. */
export type StartAnswer = Extract<FromServer, { kind: 'listening' | 'failed' | 'stopped' }>;

export interface ServerRun {
  readonly answer: Promise<StartAnswer>;
  /** A token with which one person can join. */
  makeInvite(): Promise<Result<string>>;
  stop(): Promise<void>;
}

/** How long a server may take to write everything down before its process is ended. */
const STOPPING_MILLISECONDS = 5_000;

export function runServer(
  modulePath: string,
  start: StartMessage,
  logger: Logger,
  onExit: (code: number) => void,
): ServerRun {
  const process = utilityProcess.fork(modulePath, [], { serviceName: 'Parley server' });
  const answer = Promise.withResolvers<StartAnswer>();
  const ended = Promise.withResolvers<void>();
  const invites: ((result: Result<string>) => void)[] = [];
  const send = (message: ToServer) => process.postMessage(message);

  process.on('message', (data: unknown) => {
    const message = fromServer.parse(data);
    switch (message.kind) {
      case 'listening':
      case 'failed':
        return answer.resolve(message);
      case 'invited':
        return invites.shift()?.(ok(message.token));
      case 'not-invited':
        return invites.shift()?.(refuse(message.code));
      case 'stopped':
        return void process.kill();
      default:
        return message satisfies never;
    }
  });
  // Its exit follows; without a listener this would end the app.
  process.on('error', (type, location) => logger.error({ type, location }, 'the server’s process failed'));
  process.on('exit', (code) => {
    answer.resolve({ kind: 'stopped' });
    for (const settle of invites.splice(0)) settle(refuse('server-stopping'));
    ended.resolve();
    onExit(code);
  });
  send(start);

  return {
    answer: answer.promise,
    makeInvite() {
      const { promise, resolve } = Promise.withResolvers<Result<string>>();
      invites.push(resolve);
      send({ kind: 'invite' });
      return promise;
    },
    stop: () => stopProcess(process, send, ended.promise),
  };
}

async function stopProcess(
  process: UtilityProcess,
  send: (message: ToServer) => void,
  ended: Promise<void>,
): Promise<void> {
  const force = setTimeout(() => process.kill(), STOPPING_MILLISECONDS);
  send({ kind: 'stop' });
  await ended;
  clearTimeout(force);
}

// The server on this computer, in a process that lives as long as the app. Its port is remembered, because its
// address is what profiles and invites know it by.
import { join } from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';
import { z } from 'zod';
import { parseServerLink } from '../../protocol/invite-link.ts';
import { DEFAULT_PORT } from '../../protocol/protocol.ts';
import type { ConnectedServer } from '../../renderer/shell.ts';
import type { Logger } from '../logger.ts';
import { type FromServer, fromServer, type ToServer } from '../server-process/messages.ts';
import { storedFile } from '../stored-file.ts';

const ANY_PORT = 0;
const remembered = z.object({ v: z.literal(1), url: z.url() });

/** The server could not be started, in a sentence for a person. */
export interface NotStarted {
  readonly sentence: string;
}

export interface HostedServer {
  /** Starts it unless it runs. `invite` is there as long as it has no owner. */
  start(): Promise<ConnectedServer | NotStarted>;
  /** Starts it if this is its address: it was started on this computer before. */
  startFor(url: string): Promise<void>;
  running(): ConnectedServer | undefined;
  stop(): Promise<void>;
}

interface HostedServerOptions {
  /** The built server process. */
  readonly modulePath: string;
  /** Where its data and its address are kept. */
  readonly folder: string;
  readonly logger: Logger;
}

type Listening = Extract<FromServer, { kind: 'listening' }>;

export function createHostedServer({ modulePath, folder, logger }: HostedServerOptions): HostedServer {
  const file = storedFile(join(folder, 'hosted-server.json'), remembered, logger);
  let server: Promise<ConnectedServer | NotStarted> | undefined;
  let current: ConnectedServer | undefined;
  let process: UtilityProcess | undefined;

  async function launch(): Promise<ConnectedServer | NotStarted> {
    const before = await file.read();
    const port = before ? Number(new URL(before.url).port) : DEFAULT_PORT;
    let answer = await attempt(port);
    if (answer.kind === 'failed' && answer.isPortTaken && !before) answer = await attempt(ANY_PORT);
    if (answer.kind !== 'listening') return { sentence: sentenceOf(answer) };
    await file.write({ v: 1, url: answer.url });
    current = asConnected(answer);
    return current;
  }

  async function attempt(port: number): Promise<FromServer> {
    const started = utilityProcess.fork(modulePath, [], { serviceName: 'Parley server' });
    process = started;
    const answer = firstAnswer(started);
    send(started, { kind: 'start', port, data: join(folder, 'server') });
    started.once('exit', (code) => {
      logger.info({ code }, 'the server on this computer has ended');
      if (process === started) forget();
    });
    const first = await answer;
    if (first.kind !== 'listening') started.kill();
    return first;
  }

  function forget(): void {
    process = undefined;
    server = undefined;
    current = undefined;
  }

  async function start(): Promise<ConnectedServer | NotStarted> {
    server ??= launch();
    const started = await server;
    if ('sentence' in started) server = undefined;
    return started;
  }

  return {
    start,
    async startFor(url) {
      const before = await file.read();
      if (before?.url === url) await start();
    },
    running: () => current,
    async stop() {
      const stopping = process;
      forget();
      if (stopping) await stopProcess(stopping);
    },
  };
}

function send(process: UtilityProcess, message: ToServer): void {
  process.postMessage(message);
}

function firstAnswer(process: UtilityProcess): Promise<FromServer> {
  const { promise, resolve } = Promise.withResolvers<FromServer>();
  process.once('message', (data: unknown) => resolve(fromServer.parse(data)));
  process.once('exit', () => resolve({ kind: 'stopped' }));
  return promise;
}

function sentenceOf(answer: Exclude<FromServer, Listening>): string {
  return answer.kind === 'failed' ? answer.sentence : 'The server’s process has ended before it listened.';
}

function asConnected({ url, ownerInvite }: Listening): ConnectedServer {
  const invite = ownerInvite === undefined ? undefined : parseServerLink(ownerInvite)?.invite;
  return { url, ...(invite && { invite }) };
}

const STOPPING_MILLISECONDS = 5_000;

/** The server writes everything down first; one that can't is ended. */
async function stopProcess(process: UtilityProcess): Promise<void> {
  const ended = new Promise((resolve) => process.once('exit', resolve));
  const force = setTimeout(() => process.kill(), STOPPING_MILLISECONDS);
  process.on('message', (data: unknown) => {
    if (fromServer.parse(data).kind === 'stopped') process.kill();
  });
  send(process, { kind: 'stop' });
  await ended;
  clearTimeout(force);
}

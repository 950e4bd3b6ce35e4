// The server on this computer, in a process that lives as long as the app and is started again when it dies. Its
// port is remembered: the app's own profile knows it by its loopback address, others by one of the network.
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Result, refuse } from '../../protocol/errors.ts';
import { DEFAULT_PORT } from '../../protocol/protocol.ts';
import { formatInviteLink, parseServerLink } from '../../protocol/server-link.ts';
import type { ConnectedServer, HostedServerView, ServerReach } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';
import type { Logger } from '../logger.ts';
import { createRestarts } from '../processes/restarts.ts';
import { storedFile } from '../stored-file.ts';
import { networkAddresses } from './addresses.ts';
import { runServer, type ServerRun, type StartAnswer } from './server-run.ts';

const ANY_PORT = 0;
const LOOPBACK = '127.0.0.1';
const hosts = { network: '0.0.0.0', computer: LOOPBACK } as const satisfies Record<ServerReach, string>;

const remembered = z.object({
  v: z.literal(1),
  /** The loopback address. */
  url: z.url(),
  /** What is there from before one could choose was for this computer only. */
  reach: z.enum(['network', 'computer']).default('computer'),
  /** Whether it shall run when the app does. */
  runs: z.boolean().default(false),
});

/** The server could not be started, in a sentence for a person. */
export interface NotStarted {
  readonly sentence: string;
}

export interface ServerSupervisor {
  view(): HostedServerView;
  /** Starts it unless it runs. `invite` is there as long as it has no owner. */
  start(): Promise<ConnectedServer | NotStarted>;
  /** Starts it if this is its address: it was started on this computer before. */
  startFor(url: string): Promise<Pick<ConnectedServer, 'invite'>>;
  /** Starts it if it ran when the app was quit. */
  resume(): Promise<void>;
  /** A link, for one person, to one of its addresses. */
  makeInvite(address: string): Promise<Result<string>>;
  /** Begins anew if it runs. */
  setReach(reach: ServerReach): Promise<void>;
  /** Until somebody starts it. */
  stop(): Promise<void>;
  /** Until the app starts again. */
  close(): Promise<void>;
}

export interface ServerSupervisorOptions {
  /** The built server process. */
  readonly modulePath: string;
  /** Where its data and its address are kept. */
  readonly folder: string;
  readonly text: DesktopText;
  onChange(view: HostedServerView): void;
  /** It died and is not started again; a sentence for a person. */
  onGivenUp(sentence: string): void;
  readonly logger: Logger;
}

type Running = { readonly run: ServerRun; readonly connected: ConnectedServer };

export async function openServerSupervisor(options: ServerSupervisorOptions): Promise<ServerSupervisor> {
  const { modulePath, folder, text, logger } = options;
  const file = storedFile(join(folder, 'hosted-server.json'), remembered, logger);
  const restarts = createRestarts();
  let kept = await file.read();
  /** The process, from its start on. */
  let current: ServerRun | undefined;
  let running: Running | undefined;
  let state: HostedServerView['state'] = kept ? 'stopped' : 'absent';
  let problem: string | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function view(): HostedServerView {
    const { reach = 'network', url } = kept ?? {};
    const isReachable = state === 'running' && reach === 'network';
    const addresses = url && isReachable ? networkAddresses(networkInterfaces(), portOf(url)) : [];
    return { state, reach, addresses, ...(problem !== undefined && { problem }) };
  }

  function become(next: typeof state, sentence?: string): void {
    state = next;
    problem = sentence;
    options.onChange(view());
  }

  /** What changes the process happens in turn. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = last.then(task);
    last = done.catch(() => undefined);
    return done;
  }

  async function keep(change: Partial<z.output<typeof remembered>>): Promise<void> {
    if (!kept) return;
    kept = { ...kept, ...change };
    await file.write(kept);
  }

  async function launch(): Promise<ConnectedServer | StartAnswer> {
    become('starting');
    const port = kept ? portOf(kept.url) : DEFAULT_PORT;
    let answer = await attempt(port);
    const isTaken = answer.kind === 'failed' && answer.isPortTaken;
    if (isTaken && !kept) answer = await attempt(ANY_PORT);
    if (!running || answer.kind !== 'listening') return answer;
    const { connected } = running;
    kept = { v: 1, url: connected.url, reach: kept?.reach ?? 'network', runs: true };
    become('running');
    await file.write(kept);
    return connected;
  }

  async function attempt(port: number): Promise<StartAnswer> {
    const host = hosts[kept?.reach ?? 'network'];
    const data = join(folder, 'server');
    const run = runServer(modulePath, { kind: 'start', host, port, data }, logger, (code) => {
      logger.info({ code }, 'the server on this computer has ended');
      if (running?.run === run) onDeath();
    });
    current = run;
    const answer = await run.answer;
    if (answer.kind === 'listening') running = { run, connected: asConnected(answer) };
    else await run.stop();
    return answer;
  }

  function onDeath(): void {
    running = undefined;
    const isScheduled = restarts.schedule(() => {
      inTurn(startAgain).catch((error: unknown) => logger.error({ error }, 'the server did not come back'));
    });
    if (isScheduled) become('starting');
    else giveUp(text.serverDied);
  }

  async function startAgain(): Promise<void> {
    // Somebody may have started or stopped it while this waited for its turn.
    if (running || state !== 'starting') return;
    const answer = await launch();
    if (!('kind' in answer)) return;
    if (answer.kind === 'stopped') onDeath();
    else giveUp(sentenceOf(answer));
  }

  function giveUp(sentence: string): void {
    become('stopped', sentence);
    options.onGivenUp(sentence);
  }

  function sentenceOf(answer: StartAnswer): string {
    if (answer.kind !== 'failed') return text.serverDied;
    return answer.isPortTaken && kept ? text.serverPortTaken(portOf(kept.url)) : answer.sentence;
  }

  async function start(): Promise<ConnectedServer | NotStarted> {
    if (running) return running.connected;
    restarts.reset();
    const answer = await launch();
    if (!('kind' in answer)) return answer;
    const sentence = sentenceOf(answer);
    become(kept ? 'stopped' : 'absent', sentence);
    return { sentence };
  }

  async function end(): Promise<void> {
    restarts.reset();
    const ending = current;
    current = undefined;
    running = undefined;
    await ending?.stop();
    if (kept) become('stopped');
  }

  return {
    view,
    start: () => inTurn(start),
    async startFor(url) {
      if (kept?.url !== url) return {};
      const started = await inTurn(start);
      return 'invite' in started ? { invite: started.invite } : {};
    },
    async resume() {
      if (kept?.runs) await inTurn(start);
    },
    async makeInvite(address) {
      if (!running || !view().addresses.includes(address)) return refuse('bad-request');
      const made = await running.run.makeInvite();
      return made.ok ? { ok: true, value: formatInviteLink(address, made.value) } : made;
    },
    setReach: (reach) =>
      inTurn(async () => {
        await keep({ reach });
        if (!running) return become(state, problem);
        await end();
        await start();
      }),
    stop: () =>
      inTurn(async () => {
        await end();
        await keep({ runs: false });
      }),
    // Out of turn: quitting doesn't wait for a start.
    close: end,
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function asConnected({ url, ownerInvite }: Extract<StartAnswer, { kind: 'listening' }>): ConnectedServer {
  const invite = ownerInvite === undefined ? undefined : parseServerLink(ownerInvite)?.invite;
  return { url: `http://${LOOPBACK}:${portOf(url)}`, ...(invite && { invite }) };
}

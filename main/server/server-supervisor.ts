// The server on this computer, in a process that lives as long as the app and is started again when it dies. Its
// port is remembered: the app's own profile knows it by its loopback address, others by one of the network.
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Result, refuse } from '../../protocol/errors.ts';
import { DEFAULT_PORT } from '../../protocol/protocol.ts';
import { formatInviteLink, type Inviter, parseServerLink } from '../../protocol/server-link.ts';
import type { ConnectedServer, HostedServerView, ServerReach } from '../../shell/shell.ts';
import type { DesktopText } from '../../text/languages.ts';
import type { Logger } from '../logger.ts';
import { createRestarts } from '../processes/restarts.ts';
import { type StoredFile, storedFile } from '../stored-file.ts';
import { networkAddresses } from './addresses.ts';
import { runServer, type ServerRun, type StartAnswer } from './server-run.ts';

const ANY_PORT = 0;
const LOOPBACK = '127.0.0.1';
const hosts = { network: '0.0.0.0', computer: LOOPBACK } as const satisfies Record<ServerReach, string>;

const remembered = z.object({
  v: z.literal(1),
  /** The loopback address. */
  url: z.url(),
  /** A file from before this setting existed is of a server for this computer only. */
  reach: z.enum(['network', 'computer']).default('computer'),
  /** True if the server is to run while the app does. */
  runs: z.boolean().default(false),
});

/** The server could not be started, in a sentence for a person. */
export interface NotStarted {
  readonly sentence: string;
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

type Kept = z.output<typeof remembered>;
type KeptFile = StoredFile<Kept>;
type Running = { readonly run: ServerRun; readonly connected: ConnectedServer };

export async function openServerSupervisor(options: ServerSupervisorOptions): Promise<ServerSupervisor> {
  const file = storedFile(join(options.folder, 'hosted-server.json'), remembered, options.logger);
  return new ServerSupervisor(options, file, await file.read());
}

export class ServerSupervisor {
  readonly #options: ServerSupervisorOptions;
  readonly #file: KeptFile;
  readonly #restarts = createRestarts();
  #kept: Kept | undefined;
  /** The process, from its start on. */
  #current: ServerRun | undefined;
  #running: Running | undefined;
  #state: HostedServerView['state'];
  #problem: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ServerSupervisorOptions, file: KeptFile, kept: Kept | undefined) {
    this.#options = options;
    this.#file = file;
    this.#kept = kept;
    this.#state = kept ? 'stopped' : 'absent';
  }

  view(): HostedServerView {
    const { reach = 'network', url } = this.#kept ?? {};
    const isReachable = this.#state === 'running' && reach === 'network';
    const addresses = url && isReachable ? networkAddresses(networkInterfaces(), portOf(url)) : [];
    return {
      state: this.#state,
      reach,
      addresses,
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  #become(next: HostedServerView['state'], sentence?: string): void {
    this.#state = next;
    this.#problem = sentence;
    this.#options.onChange(this.view());
  }

  /** Starts and stops of the process run one after the other. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #keep(change: Partial<Kept>): Promise<void> {
    if (!this.#kept) return;
    this.#kept = { ...this.#kept, ...change };
    await this.#file.write(this.#kept);
  }

  async #launch(): Promise<ConnectedServer | StartAnswer> {
    this.#become('starting');
    const port = this.#kept ? portOf(this.#kept.url) : DEFAULT_PORT;
    let answer = await this.#attempt(port);
    const isTaken = answer.kind === 'failed' && answer.isPortTaken;
    if (isTaken && !this.#kept) answer = await this.#attempt(ANY_PORT);
    if (!this.#running || answer.kind !== 'listening') return answer;
    const { connected } = this.#running;
    this.#kept = { v: 1, url: connected.url, reach: this.#kept?.reach ?? 'network', runs: true };
    this.#become('running');
    await this.#file.write(this.#kept);
    return connected;
  }

  async #attempt(port: number): Promise<StartAnswer> {
    const host = hosts[this.#kept?.reach ?? 'network'];
    const data = join(this.#options.folder, 'server');
    const run = runServer(
      this.#options.modulePath,
      { kind: 'start', host, port, data },
      this.#options.logger,
      (code) => {
        this.#options.logger.info({ code }, 'the server on this computer has ended');
        if (this.#running?.run === run) this.#onDeath();
      },
    );
    this.#current = run;
    const answer = await run.answer;
    if (answer.kind === 'listening') this.#running = { run, connected: asConnected(answer) };
    else await run.stop();
    return answer;
  }

  #onDeath(): void {
    this.#running = undefined;
    const isScheduled = this.#restarts.schedule(() => {
      this.#inTurn(() => this.#startAgain()).catch((error: unknown) =>
        this.#options.logger.error({ error }, 'the server did not come back'),
      );
    });
    if (isScheduled) this.#become('starting');
    else this.#giveUp(this.#options.text.serverDied);
  }

  async #startAgain(): Promise<void> {
    // Another command may have started or stopped the server while this one waited for its turn.
    if (this.#running || this.#state !== 'starting') return;
    const answer = await this.#launch();
    if (!('kind' in answer)) return;
    if (answer.kind === 'stopped') this.#onDeath();
    else this.#giveUp(this.#sentenceOf(answer));
  }

  #giveUp(sentence: string): void {
    this.#become('stopped', sentence);
    this.#options.onGivenUp(sentence);
  }

  #sentenceOf(answer: StartAnswer): string {
    if (answer.kind !== 'failed') return this.#options.text.serverDied;
    return answer.isPortTaken && this.#kept
      ? this.#options.text.serverPortTaken(portOf(this.#kept.url))
      : answer.sentence;
  }

  async #start(): Promise<ConnectedServer | NotStarted> {
    if (this.#running) return this.#running.connected;
    this.#restarts.reset();
    const answer = await this.#launch();
    if (!('kind' in answer)) return answer;
    const sentence = this.#sentenceOf(answer);
    this.#become(this.#kept ? 'stopped' : 'absent', sentence);
    return { sentence };
  }

  async #end(): Promise<void> {
    this.#restarts.reset();
    const ending = this.#current;
    this.#current = undefined;
    this.#running = undefined;
    await ending?.stop();
    if (this.#kept) this.#become('stopped');
  }

  /** Starts it unless it runs. `invite` is there as long as it has no owner. */
  start(): Promise<ConnectedServer | NotStarted> {
    return this.#inTurn(() => this.#start());
  }

  /** Starts it if this is its address: it was started on this computer before. */
  async startFor(url: string): Promise<Pick<ConnectedServer, 'invite'>> {
    if (this.#kept?.url !== url) return {};
    const started = await this.start();
    return 'invite' in started ? { invite: started.invite } : {};
  }

  /** Starts it if it ran when the app was quit. */
  async resume(): Promise<void> {
    if (this.#kept?.runs) await this.start();
  }

  /** Whether the app's own profile knows it by this address. */
  isAt(url: string | undefined): boolean {
    return url !== undefined && this.#kept?.url === url;
  }

  /** A link, for one person, to one of its addresses; with the fingerprint of the member who invites, where that is known. */
  async makeInvite(address: string, inviter?: Inviter): Promise<Result<string>> {
    if (!this.#running || !this.view().addresses.includes(address)) return refuse('bad-request');
    const made = await this.#running.run.makeInvite();
    return made.ok ? { ok: true, value: formatInviteLink(address, made.value, inviter) } : made;
  }

  /** Begins anew if it runs. */
  setReach(reach: ServerReach): Promise<void> {
    return this.#inTurn(async () => {
      await this.#keep({ reach });
      if (!this.#running) return this.#become(this.#state, this.#problem);
      await this.#end();
      await this.#start();
    });
  }

  /** Until a person starts it. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end();
      await this.#keep({ runs: false });
    });
  }

  /** Until the app starts again. Out of turn: quitting doesn't wait for a start. */
  close(): Promise<void> {
    return this.#end();
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function asConnected({ url, ownerInvite }: Extract<StartAnswer, { kind: 'listening' }>): ConnectedServer {
  const invite = ownerInvite === undefined ? undefined : parseServerLink(ownerInvite)?.invite;
  return { url: `http://${LOOPBACK}:${portOf(url)}`, ...(invite && { invite }) };
}

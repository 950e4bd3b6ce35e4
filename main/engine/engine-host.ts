// Keeps one engine running in a utility process. When the process dies it is started again on the same profile
// and the window gets a new port: the window never learns more of it than that.
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import { type EngineState, fromEngine, type ProfileKey, type ToEngine } from '../engine-process/messages.ts';
import type { Logger } from '../logger.ts';
import { restartDelay } from './restart-delay.ts';

export interface EngineProfile {
  readonly server: string;
  readonly profileFolder: string;
  /** All that may open it, what was typed first. */
  readonly keys: readonly ProfileKey[];
}

export interface EngineHostOptions {
  /** The built engine process. */
  readonly modulePath: string;
  /** Called with each new port, for the window. */
  onPort(port: MessagePortMain): void;
  onState(state: EngineState): void;
  /** The keys that opened the profile don't any more: it has to be opened anew. */
  onLocked(): void;
  /** A sentence for a person: the profile can't be read. */
  onFailure(sentence: string): void;
  readonly logger: Logger;
}

export interface EngineHost {
  /** The server whose profile is open. */
  server(): string | undefined;
  /** Closes what was open and opens this. The window's port comes before the answer. */
  open(profile: EngineProfile): Promise<Result<undefined>>;
  /** Gives the window another port to the open engine, as after it was loaded again. */
  reattach(): void;
  setStatus(status: NonNullable<EngineState['status']>): void;
  close(): Promise<void>;
}

export function createEngineHost(options: EngineHostOptions): EngineHost {
  const { logger } = options;
  let running: RunningEngine | undefined;
  let restart: ReturnType<typeof setTimeout> | undefined;
  let deaths: readonly number[] = [];
  let last: EngineState = { session: 'signed-out' };

  function tell(state: EngineState): void {
    last = state;
    options.onState(state);
  }

  async function start(profile: EngineProfile): Promise<Result<undefined>> {
    const started = startEngine(profile, { ...options, onState: tell }, () => onDeath(profile, started));
    running = started;
    const opened = await started.opened;
    if (opened.ok) started.attach();
    else await stop();
    return opened;
  }

  function onDeath(profile: EngineProfile, dead: RunningEngine): void {
    if (running !== dead) return;
    deaths = [...deaths, Date.now()];
    const delay = restartDelay(deaths, Date.now());
    logger.warn({ delay }, 'the engine has died and is started again');
    tell({ ...last, session: 'connecting' });
    restart = setTimeout(() => {
      startAgain(profile).catch((error: unknown) => logger.error({ error }, 'the engine did not come back'));
    }, delay);
  }

  /** Its slots may have been changed since it was opened. */
  async function startAgain(profile: EngineProfile): Promise<void> {
    const opened = await start(profile);
    if (!opened.ok && opened.code === 'wrong-passphrase') options.onLocked();
  }

  async function stop(): Promise<void> {
    clearTimeout(restart);
    const stopping = running;
    running = undefined;
    await stopping?.close();
  }

  return {
    server: () => (running?.isOpen() ? running.server : undefined),
    async open(profile) {
      await stop();
      return start(profile);
    },
    reattach: () => running?.attach(),
    setStatus: (status) => running?.send({ kind: 'set-status', status }),
    close: stop,
  };
}

interface RunningEngine {
  readonly server: string;
  /** Refuses with `internal` when the process died over it. */
  readonly opened: Promise<Result<undefined>>;
  isOpen(): boolean;
  attach(): void;
  send(message: ToEngine): void;
  close(): Promise<void>;
}

/** How long an engine may take to write everything down before its process is ended. */
const CLOSING_MILLISECONDS = 5_000;

function startEngine(
  profile: EngineProfile,
  { modulePath, onPort, onState, onFailure, logger }: EngineHostOptions,
  onDeath: () => void,
): RunningEngine {
  const process = utilityProcess.fork(modulePath, [], { serviceName: 'Parley engine' });
  const opened = Promise.withResolvers<Result<undefined>>();
  const ended = Promise.withResolvers<void>();
  let isOpen = false;
  const send = (message: ToEngine, ports: MessagePortMain[] = []) => process.postMessage(message, ports);

  process.on('message', (data: unknown) => {
    const message = fromEngine.parse(data);
    switch (message.kind) {
      case 'opened':
        isOpen = true;
        return opened.resolve(ok(undefined));
      case 'refused':
        return opened.resolve(message.refusal);
      case 'failed':
        onFailure(message.sentence);
        return opened.resolve(refuse('internal'));
      case 'state':
        return onState(message.state);
      case 'closed':
        return void process.kill();
      default:
        return message satisfies never;
    }
  });
  process.on('exit', (code) => {
    logger.info({ code }, 'the engine’s process has ended');
    opened.resolve(refuse('internal'));
    ended.resolve();
    isOpen = false;
    onDeath();
  });
  send({ kind: 'open', ...profile });

  return {
    server: profile.server,
    opened: opened.promise,
    isOpen: () => isOpen,
    send,
    attach() {
      const { port1, port2 } = new MessageChannelMain();
      send({ kind: 'window' }, [port1]);
      onPort(port2);
    },
    close: () => closeProcess(process, send, ended.promise),
  };
}

async function closeProcess(
  process: UtilityProcess,
  send: (message: ToEngine) => void,
  ended: Promise<void>,
): Promise<void> {
  const force = setTimeout(() => process.kill(), CLOSING_MILLISECONDS);
  send({ kind: 'close' });
  await ended;
  clearTimeout(force);
}

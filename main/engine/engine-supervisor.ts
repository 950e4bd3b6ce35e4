// Keeps one engine running in a utility process. When the process dies it is started again on the same profile
// and the window gets a new port, which is all that it notices. When restarts are used up, the user decides.
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { ok, type Refusal, type Result, refuse } from '../../protocol/errors.ts';
import type { Logger } from '../logger.ts';
import { createRestarts } from '../processes/restarts.ts';
import { type EngineState, fromEngine, type ProfileKey, type ToEngine } from './messages.ts';

export interface EngineProfile {
  readonly server: string;
  readonly profileFolder: string;
  /** All that may open it, what was typed first. */
  readonly keys: readonly ProfileKey[];
}

export interface EngineSupervisorOptions {
  /** The built engine process. */
  readonly modulePath: string;
  /** Called with each new port, for the window. */
  onPort(port: MessagePortMain): void;
  onState(state: EngineState): void;
  /** A sentence for a person: the profile can't be read. */
  onFailure(sentence: string): void;
  /** An engine that had died was not to be had again; `retry` tries once more. */
  onGivenUp(why: NotOpened): void;
  readonly logger: Logger;
}

export interface NotOpened extends Refusal {
  /** Of a profile that can't be read, for a person. */
  readonly sentence?: string;
}

type Opened = { readonly ok: true; readonly value: undefined } | NotOpened;

/** How a profile is opened the first time; an engine that is started again never begins anew. */
export interface Opening {
  /** Nothing is opened, or made, unless the server answers. */
  readonly mustAnswer: boolean;
  /** As EngineOptions.beginAnew. */
  readonly beginAnew?: boolean | undefined;
}

export interface EngineSupervisor {
  /** The server whose profile is open. */
  server(): string | undefined;
  /** Closes what was open and opens this. */
  open(profile: EngineProfile, how: Opening): Promise<Result<undefined>>;
  /** Starts the engine that has been given up. */
  retry(): void;
  /** Gives the window a port to the open engine; one that it has already ends. */
  attach(): void;
  setStatus(status: NonNullable<EngineState['status']>): void;
  close(): Promise<void>;
}

export function createEngineSupervisor(options: EngineSupervisorOptions): EngineSupervisor {
  const { logger } = options;
  const restarts = createRestarts();
  let running: RunningEngine | undefined;
  /** What shall be open, also while it has died. */
  let wanted: EngineProfile | undefined;
  let last: EngineState = { session: 'signed-out' };

  function report(state: EngineState): void {
    last = state;
    options.onState(state);
  }

  async function start(profile: EngineProfile, how: Opening): Promise<Opened> {
    const started = startEngine({ ...profile, ...how }, { ...options, onState: report }, () => {
      if (running !== started) return;
      running = undefined;
      onDeath(profile, refuse('internal'));
    });
    running = started;
    const opened = await started.opened;
    if (!opened.ok && running === started) await end();
    return opened;
  }

  function onDeath(profile: EngineProfile, why: NotOpened): void {
    logger.warn({ code: why.code }, 'the engine has died or did not come back');
    const isScheduled = mayPass(why) && restarts.schedule(() => startAgain(profile));
    report({ ...last, session: isScheduled ? 'connecting' : 'offline' });
    if (!isScheduled) options.onGivenUp(why);
  }

  function startAgain(profile: EngineProfile): void {
    // Whether the server answers was of interest once.
    start(profile, { mustAnswer: false })
      .then((opened) => {
        if (opened.ok) running?.attach();
        else if (wanted === profile) onDeath(profile, opened);
      })
      .catch((error: unknown) => logger.error({ error }, 'the engine did not come back'));
  }

  async function end(): Promise<void> {
    const ending = running;
    running = undefined;
    await ending?.close();
  }

  async function change(profile: EngineProfile | undefined): Promise<void> {
    restarts.reset();
    wanted = profile;
    await end();
  }

  return {
    server: () => (running?.isOpen() ? running.server : undefined),
    async open(profile, how) {
      await change(profile);
      const opened = await start(profile, how);
      if (!opened.ok && opened.sentence !== undefined) options.onFailure(opened.sentence);
      return opened;
    },
    retry() {
      restarts.reset();
      if (wanted && !running) startAgain(wanted);
    },
    attach: () => running?.attach(),
    setStatus: (status) => running?.send({ kind: 'set-status', status }),
    close: () => change(undefined),
  };
}

/** The lock of a process that has just died, or whatever ended it, may be gone the next time. */
function mayPass({ code, sentence }: NotOpened): boolean {
  return sentence === undefined && ['internal', 'profile-in-use'].includes(code);
}

interface RunningEngine {
  readonly server: string;
  /** Refuses with `internal` when the process died over it. */
  readonly opened: Promise<Opened>;
  isOpen(): boolean;
  attach(): void;
  send(message: ToEngine): void;
  close(): Promise<void>;
}

/** How long an engine may take to write everything down before its process is ended. */
const CLOSING_MILLISECONDS = 5_000;

function startEngine(
  profile: EngineProfile & Opening,
  { modulePath, onPort, onState, logger }: EngineSupervisorOptions,
  onDeath: () => void,
): RunningEngine {
  const process = utilityProcess.fork(modulePath, [], { serviceName: 'Parley engine' });
  const opened = Promise.withResolvers<Opened>();
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
        return opened.resolve({ ...refuse('internal'), sentence: message.sentence });
      case 'state':
        return onState(message.state);
      case 'closed':
        return void process.kill();
      default:
        return message satisfies never;
    }
  });
  // Its exit follows; without a listener this would end the app.
  process.on('error', (type, location) => logger.error({ type, location }, 'the engine’s process failed'));
  process.on('exit', (code) => {
    logger.info({ code }, 'the engine’s process has ended');
    opened.resolve(refuse('internal'));
    ended.resolve();
    // One that dies before it has opened is refused by that.
    if (isOpen) onDeath();
    isOpen = false;
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

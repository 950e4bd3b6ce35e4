import type { MessagePortMain } from 'electron';
import type { EngineApi } from '../../engine/api/api.ts';
import { openEngine, reachServer, systemClock } from '../../engine/engine.ts';
import type { PortReply } from '../../engine/port/port-protocol.ts';
import { serveEngine } from '../../engine/port/port-server.ts';
import type { Logger } from '../logger.ts';
import type { EngineState, FromEngine, ToEngine } from './messages.ts';

type Opening = Extract<ToEngine, { kind: 'open' }>;

/** Errors whose message is a sentence for a person. */
const sentences = ['UnreadableProfile', 'UnreadableDatabase'];

export interface HostedEngine {
  /** Rejects when the process can't go on. */
  receive(message: ToEngine, port: MessagePortMain | undefined): Promise<void>;
}

/** How long a window that does not answer may hold up the closing. */
const LEAVING_MILLISECONDS = 2_000;

export function createHostedEngine(send: (message: FromEngine) => void, logger: Logger): HostedEngine {
  let engine: EngineApi | undefined;
  let leaveWindow: () => void = () => undefined;
  let windowGone: Promise<unknown> = Promise.resolve();
  let askWindowToGo: () => void = () => undefined;

  async function open({ server, profileFolder, keys, mustAnswer, beginAnew }: Opening): Promise<void> {
    const reached = mustAnswer ? await reachServer({ url: server, clock: systemClock, logger }) : undefined;
    if (reached && !reached.ok) return send({ kind: 'refused', refusal: reached });
    const keySources = keys.map(({ kind, secret }) => ({ kind, secret: async () => secret }));
    try {
      const opened = await openEngine({ server, profileFolder, keySources, beginAnew, logger });
      if (!opened.ok) return send({ kind: 'refused', refusal: opened });
      engine = opened.value;
    } catch (error) {
      if (!(error instanceof Error && sentences.includes(error.name))) throw error;
      return send({ kind: 'failed', sentence: error.message });
    }
    reportState(engine, send, logger);
    send({ kind: 'opened' });
  }

  function serve(port: MessagePortMain | undefined): void {
    if (!engine || !port) throw new Error('a window came before the engine, or without a port');
    leaveWindow();
    const stop = serveEngine(engine, port, logger);
    const gone = Promise.withResolvers<void>();
    windowGone = gone.promise;
    port.once('close', () => {
      stop();
      gone.resolve();
    });
    port.start();
    leaveWindow = () => {
      stop();
      port.close();
    };
    askWindowToGo = () => port.postMessage({ kind: 'closing' } satisfies PortReply);
  }

  async function setStatus(status: NonNullable<EngineState['status']>): Promise<void> {
    const set = await engine?.call('setStatus', { status });
    if (set && !set.ok) logger.warn({ code: set.code }, 'the status was not set');
  }

  /**
   * What the window wrote last may still be on its way: its port and the main process's messages overtake each other.
   * A port that closes has delivered everything before.
   */
  async function letWindowGo(): Promise<void> {
    askWindowToGo();
    let cancel: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      cancel = setTimeout(resolve, LEAVING_MILLISECONDS);
    });
    await Promise.race([windowGone, late]);
    clearTimeout(cancel);
    leaveWindow();
  }

  async function close(): Promise<void> {
    await letWindowGo();
    await engine?.close();
    engine = undefined;
    send({ kind: 'closed' });
  }

  return {
    async receive(message, port) {
      switch (message.kind) {
        case 'open':
          return open(message);
        case 'window':
          return serve(port);
        case 'set-status':
          return setStatus(message.status);
        case 'close':
          return close();
        default:
          return message satisfies never;
      }
    },
  };
}

/** Reports the state of the session now and whenever it changes. */
function reportState(engine: EngineApi, send: (message: FromEngine) => void, logger: Logger): void {
  async function report(): Promise<void> {
    const status = await engine.call('status', undefined);
    if (!status.ok) return;
    const { state: session, account, presence } = status.value;
    const state = { session, ...(account && { account }), ...(presence && { status: presence }) };
    send({ kind: 'state', state });
  }

  const reportSafely = () =>
    void report().catch((error: unknown) => logger.error({ error }, 'the state could not be reported'));
  engine.on('session', reportSafely);
  engine.on('presence', reportSafely);
  reportSafely();
}

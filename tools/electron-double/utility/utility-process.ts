// utilityProcess over child_process: a real process of its own, whose ports the main process relays.
import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { decode } from '../clone/decode.ts';
import { encode } from '../clone/encode.ts';
import { createEvent } from '../electron-event.ts';
import { type Endpoint, endpointById } from '../ports/endpoint.ts';
import { type MessagePortMain, release } from '../ports/message-port-main.ts';
import { requireReady, theApp } from '../state.ts';
import { StrictEmitter, strict } from '../strict.ts';
import type { UtilityMessage } from './utility-messages.ts';

// Taken before boot makes process.execPath look like Electron's.
const nodePath = process.execPath;

interface ForkOptions {
  readonly serviceName?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly execArgv?: readonly string[];
  readonly stdio?: 'pipe' | 'ignore' | 'inherit' | readonly ('pipe' | 'ignore' | 'inherit')[];
}

export class UtilityProcess extends StrictEmitter {
  readonly #child: ChildProcess;
  readonly #serviceName: string;
  readonly #held = new Map<number, Endpoint>();
  pid: number | undefined;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    requireReady('utilityProcess cannot be created');
    this.#serviceName = options.serviceName ?? 'Node Utility Process';
    this.#child = forkNode(modulePath, args, options);
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    // Written by utility-boot.ts, which runs in the child.
    this.#child.on('message', (message) => this.#receive(message as UtilityMessage));
    this.#child.once('exit', (code, signal) => this.#onExit(code, signal));
  }

  get stdout() {
    return this.#child.stdout;
  }

  get stderr() {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    this.#post({ kind: 'message', message: encode(message), ports: release(transfer) });
  }

  /** Asks the process to end. False when it has ended already. */
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  #post(message: UtilityMessage): void {
    if (!this.#child.connected) return;
    // A process that ends meanwhile loses the message, as in Electron.
    this.#child.send(message, () => undefined);
    if ('ports' in message) for (const id of message.ports) this.#hold(endpointById(id));
  }

  #hold(endpoint: Endpoint): void {
    const { id } = endpoint;
    this.#held.set(id, endpoint);
    endpoint.sit({
      deliver: ({ message, ports }) => this.#post({ kind: 'port', id, message, ports }),
      closed: () => {
        endpoint.close();
        if (this.#held.delete(id)) this.#post({ kind: 'port-closed', id });
      },
    });
  }

  #receive(message: UtilityMessage): void {
    if (message.kind === 'message') {
      this.emit('message', decode(message.message));
      return;
    }
    const endpoint = this.#held.get(message.id);
    switch (message.kind) {
      case 'port':
        endpoint?.post({ message: message.message, ports: message.ports });
        return;
      case 'port-left':
        endpoint?.leave(message.unread);
        this.#held.delete(message.id);
        return;
      case 'port-closed':
        endpoint?.close();
        this.#held.delete(message.id);
    }
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.pid = undefined;
    for (const endpoint of this.#held.values()) endpoint.close();
    this.#held.clear();
    const exitCode = code ?? (signal === 'SIGTERM' ? 15 : 1);
    this.emit('exit', exitCode);
    if (exitCode === 0) return;
    const reason = signal ? 'killed' : 'abnormal-exit';
    const name = this.#serviceName;
    const details = { type: 'Utility', reason, exitCode, serviceName: 'node.mojom.NodeService', name };
    theApp().emit('child-process-gone', createEvent(), details);
  }
}

function forkNode(modulePath: string, args: readonly string[], options: ForkOptions): ChildProcess {
  return fork(new URL('./utility-boot.ts', import.meta.url), [modulePath, ...args], {
    execPath: nodePath,
    cwd: options.cwd,
    env: options.env ?? process.env,
    execArgv: [
      '--enable-source-maps',
      '--disable-warning=ExperimentalWarning',
      '--import',
      new URL('../boot/register.ts', import.meta.url).href,
      ...(options.execArgv ?? []),
    ],
    stdio: stdioOf(options),
  });
}

function stdioOf({ stdio = 'inherit' }: ForkOptions): StdioOptions {
  const [, output = 'inherit', errors = 'inherit'] =
    typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio;
  return ['ignore', output, errors, 'ipc'];
}

export const utilityProcess = strict('utilityProcess', {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
});

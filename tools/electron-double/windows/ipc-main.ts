import { StrictEmitter } from '../strict.ts';

// biome-ignore lint/suspicious/noExplicitAny: Electron's own signature; what a page sends has no type here.
type InvokeHandler = (event: any, ...args: any[]) => unknown;

export class IpcMain extends StrictEmitter {
  readonly #handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler of this channel. Throws when there is none. */
  static invoke(ipc: IpcMain, channel: string, event: object, args: readonly unknown[]): unknown {
    const handler = ipc.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...args);
  }
}

export const ipcMain = new IpcMain();

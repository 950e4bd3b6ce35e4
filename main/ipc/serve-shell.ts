// The one way in from the window. A call from anything but the main frame of our own page, or one that doesn't fit
// its schema, is refused and logged before a handler sees it.
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { type ShellHandlers, shellCalls } from '../../shell/shell.ts';
import type { Logger } from '../logger.ts';

export interface ShellOptions {
  readonly ipc: Pick<IpcMain, 'handle' | 'on'>;
  isTrusted(event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean;
  readonly handlers: ShellHandlers;
  readonly logger: Logger;
}

export function serveShell({ ipc, isTrusted, handlers, logger }: ShellOptions): void {
  for (const [name, call] of Object.entries(shellCalls)) {
    if (call.kind === 'event') continue;
    const { kind, parameters } = call;

    async function receive(
      event: IpcMainEvent | IpcMainInvokeEvent,
      args: readonly unknown[],
    ): Promise<unknown> {
      if (!isTrusted(event)) throw new Error(`${name}: called by a page that is not Parley’s`);
      // The compiler can't follow that the schema of a name yields that name's arguments.
      const handler = handlers[name as keyof ShellHandlers] as (...parsed: readonly unknown[]) => unknown;
      return handler(...parameters.parse(args));
    }

    const channel = `shell:${name}`;
    const answer = (event: IpcMainEvent | IpcMainInvokeEvent, ...args: unknown[]) => {
      const answered = receive(event, args);
      answered.catch((error: unknown) => logger.error({ error, name }, `the window’s ${kind} failed`));
      return answered;
    };
    if (kind === 'request') ipc.handle(channel, answer);
    else ipc.on(channel, (event, ...args) => void answer(event, ...args));
  }
}

// The one way in from the window. Whoever is not the main frame of our own page, and whatever does not fit its
// schema, is refused and logged before a handler sees it.
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import {
  type ArgumentsOf,
  type CallName,
  type CommandName,
  type RequestName,
  type ShellAnswers,
  shellCommands,
  shellRequests,
} from '../../shell/shell-calls.ts';
import type { Logger } from '../logger.ts';

export type ShellHandlers = {
  readonly [Name in RequestName]: (
    ...args: ArgumentsOf<Name>
  ) => ShellAnswers[Name] | Promise<ShellAnswers[Name]>;
} & {
  readonly [Name in CommandName]: (...args: ArgumentsOf<Name>) => void | Promise<void>;
};

export interface ShellOptions {
  readonly ipc: Pick<IpcMain, 'handle' | 'on'>;
  isTrusted(event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean;
  readonly handlers: ShellHandlers;
  readonly logger: Logger;
}

export function serveShell({ ipc, isTrusted, handlers, logger }: ShellOptions): void {
  async function receive(
    name: CallName,
    schema: z.ZodType,
    event: IpcMainEvent | IpcMainInvokeEvent,
    args: readonly unknown[],
  ): Promise<unknown> {
    if (!isTrusted(event)) throw new Error(`${name}: asked by a page that is not Parley’s`);
    const parsed = schema.parse(args);
    // The compiler can't follow that the schema of a name yields that name's arguments.
    const handler = handlers[name] as (...parsedArguments: readonly unknown[]) => unknown;
    return handler(...(parsed as readonly unknown[]));
  }

  for (const [name, schema] of namesOf(shellRequests)) {
    ipc.handle(`shell:${name}`, (event, ...args) => {
      const answer = receive(name, schema, event, args);
      answer.catch((error: unknown) => logger.error({ error, name }, 'a request of the window failed'));
      return answer;
    });
  }
  for (const [name, schema] of namesOf(shellCommands)) {
    ipc.on(`shell:${name}`, (event, ...args) => {
      receive(name, schema, event, args).catch((error: unknown) =>
        logger.error({ error, name }, 'a command of the window failed'),
      );
    });
  }
}

/** The entries with their names kept; the tables have no others. */
function namesOf<Table extends object>(table: Table): [keyof Table & CallName, z.ZodType][] {
  return Object.entries(table) as [keyof Table & CallName, z.ZodType][];
}

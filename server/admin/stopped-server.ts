import { openAccounts } from '../accounts/accounts.ts';
import type { AccountDependencies } from '../accounts/dependencies.ts';
import { readOwner } from '../accounts/owner.ts';
import { ProcessBus } from '../cluster/process-bus.ts';
import { holdsStore, openDataFolder } from '../data-folder.ts';
import { LiveConnections } from '../gateway/live-connections.ts';
import { createLogger } from '../logger.ts';
import { StartFailure } from '../start-failure.ts';

/** Opens the accounts of a server that does not run, for one task. */
export async function withStoppedServer<T>(
  dataFolder: string,
  task: (accounts: AccountDependencies) => Promise<T>,
): Promise<T> {
  if (!(await holdsStore(dataFolder))) {
    throw new StartFailure(
      `There is no server in ${dataFolder}. Start it there once with parley server --data, or name another folder.`,
    );
  }
  const logger = createLogger('warn');
  const { store } = await openDataFolder(dataFolder, logger);
  const connections = new LiveConnections();
  const bus = new ProcessBus(connections);
  try {
    const policy = { registration: 'closed', sessions: 'many', owner: await readOwner(store) } as const;
    const accounts = await openAccounts({ store, connections, bus, policy, wanted: {}, logger });
    try {
      return await task(accounts);
    } finally {
      await accounts.close();
    }
  } finally {
    await store.close();
  }
}

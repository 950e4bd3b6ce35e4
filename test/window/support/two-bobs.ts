// A server that can be put back to a time before bob, so that another person can take his name: the keys that
// alice sees then are not the ones seen before.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

export interface BeforeBob<Alice> {
  readonly alice: Alice;
  readonly home: TestServer;
  stop(): Promise<void>;
  /** The same address, on a server that doesn't know bob. */
  forgetBob(): Promise<TestServer>;
}

/** A server that knows alice, who comes as `join` lets her: signed up already. */
export async function startBeforeBob<Alice>(
  join_: (home: TestServer) => Promise<Alice>,
): Promise<BeforeBob<Alice>> {
  const first = await startTestServer({ accounts: ['alice'] });
  const alice = await join_(first);
  await first.stop();
  const memory = join(await temporaryFolder(), 'before-bob');
  await cp(first.dataFolder, memory, { recursive: true });
  const again = (dataFolder: string) =>
    startTestServer({ dataFolder, args: ['--port', new URL(first.url).port] });
  const home = await again(first.dataFolder);
  return {
    alice,
    home,
    stop: home.stop,
    async forgetBob() {
      await home.stop();
      return again(memory);
    },
  };
}

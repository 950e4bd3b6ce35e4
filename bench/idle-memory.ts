import type { BenchFixture } from './fixture.ts';
import { type Measured, startLoad } from './processes.ts';

/** Bytes a connection that is signed in and silent: of the process, and of what it can reach. */
export interface IdleMemory {
  readonly rssBytes: number;
  readonly heldBytes: number;
}

/** `auths` connect, one connection each. */
export async function measureIdleMemory(process: Measured, auths: readonly object[]): Promise<IdleMemory> {
  const load = startLoad();
  const few = auths.slice(0, auths.length / 20);
  // The first connections also pay for code that is compiled and loaded once.
  await load.ask({ kind: 'hold', url: process.url, auths: few });
  const before = await process.sampleMemory();
  await load.ask({ kind: 'hold', url: process.url, auths: auths.slice(few.length) });
  const after = await process.sampleMemory();
  await load.stop();
  const connections = auths.length - few.length;
  return {
    rssBytes: (after.rssBytes - before.rssBytes) / connections,
    heldBytes: (after.heldBytes - before.heldBytes) / connections,
  };
}

export function relayAuths({ idle }: BenchFixture): readonly object[] {
  return idle.map((_, index) => ({ room: `room ${index}` }));
}

// Loaded into a measured process before anything else; reports what the process has used so far on each request.
import { open } from 'node:fs/promises';

export interface Sample {
  /** Of all threads, user and system, since the start. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
  /** What is reachable: heap and buffers after a collection. */
  readonly heldBytes: number;
  /** How often a file was synced through the asynchronous interface. */
  readonly syncs: number;
}

let syncs = 0;
await countSyncs();
process.on('message', (kind) => process.send?.(sample(kind === 'sample-memory')));
process.on('disconnect', () => process.exit());

async function countSyncs(): Promise<void> {
  const file = await open(import.meta.filename);
  const prototype: { datasync(): Promise<void> } = Object.getPrototypeOf(file);
  const { datasync } = prototype;
  prototype.datasync = function counted() {
    syncs += 1;
    return datasync.call(this);
  };
  await file.close();
}

function sample(collect: boolean): Sample {
  // Collecting twice also frees what was waiting for a finalizer.
  if (collect) for (let times = 0; times < 2; times += 1) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    cpuMicroseconds: user + system,
    rssBytes: rss,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    heldBytes: heapUsed + external,
    syncs,
  };
}

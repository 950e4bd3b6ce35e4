// What a long log costs: memory and CPU of a server that stores more and more.
import type { Channel } from './conversing.ts';
import type { Sample } from './probe.ts';
import type { Load, Measured } from './processes.ts';
import { IN_FLIGHT } from './throughput.ts';

export interface Stage {
  /** Stored so far. */
  readonly messages: number;
  readonly memory: Sample;
  readonly perSecond: number;
  /** Microseconds a message since the stage before. */
  readonly cpu: number;
}

/** A stage of `messages` each, on an empty log. */
export async function measureGrowth(
  load: Load,
  server: Measured,
  channels: readonly Channel[],
  stages: number,
  messages: number,
): Promise<readonly Stage[]> {
  const measured: Stage[] = [];
  await load.ask({ kind: 'talk', warmUpMilliseconds: 0, url: server.url, channels, inFlight: IN_FLIGHT });
  for (let stage = 1; stage <= stages; stage += 1) {
    const before = await server.sample();
    const result = await load.ask({ kind: 'measure-messages', messages });
    const after = await server.sample();
    const cpu = (after.cpuMicroseconds - before.cpuMicroseconds) / result.messages;
    const perSecond = (result.messages * 1_000) / result.milliseconds;
    measured.push({ messages: stage * messages, memory: await server.sampleMemory(), perSecond, cpu });
  }
  await load.ask({ kind: 'finish' });
  return measured;
}

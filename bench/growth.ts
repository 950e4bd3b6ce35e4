// What a long log costs: memory and CPU of a server that stores more and more.
import { setTimeout } from 'node:timers/promises';
import type { Channel } from './conversing.ts';
import type { Sample } from './probe.ts';
import type { Load, Measured } from './processes.ts';
import { IN_FLIGHT } from './throughput.ts';

const SAMPLE_EVERY_MILLISECONDS = 500;
/** So many samples in a row that are no lower: what was waiting to be written down has been. */
const SAMPLES_AT_REST = 6;

export interface Stage {
  /** Stored so far. */
  readonly messages: number;
  readonly busy: Sample;
  /** After everything that waited to be written down. */
  readonly atRest: Sample;
  readonly perSecond: number;
  /** Microseconds a message, what it took to come to rest included. */
  readonly cpu: number;
}

/** Stages of about `messages` each, on an empty log. */
export async function measureGrowth(
  load: Load,
  server: Measured,
  channels: readonly Channel[],
  stages: number,
  messages: number,
): Promise<readonly Stage[]> {
  const measured: Stage[] = [];
  let counters = channels.map(({ counter }) => counter);
  let stored = 0;
  for (let stage = 1; stage <= stages; stage += 1) {
    const before = await server.sample();
    const talking = channels.map((channel, index) => ({ ...channel, counter: counters[index] ?? 1 }));
    const talk = { url: server.url, channels: talking, inFlight: IN_FLIGHT };
    await load.ask({ kind: 'talk', warmUpMilliseconds: 0, ...talk });
    const result = await load.ask({ kind: 'measure-messages', messages });
    const after = [...(await load.ask({ kind: 'finish' }))];
    const busy = await server.sampleMemory();
    const atRest = await restOf(server);
    const sent = sum(after) - sum(counters);
    counters = after;
    stored += sent;
    measured.push({
      messages: stored,
      busy,
      atRest,
      perSecond: (result.messages * 1_000) / result.milliseconds,
      cpu: (atRest.cpuMicroseconds - before.cpuMicroseconds) / sent,
    });
  }
  return measured;
}

async function restOf(server: Measured): Promise<Sample> {
  let lowest = await server.sampleMemory();
  for (let higher = 0; higher < SAMPLES_AT_REST; ) {
    await setTimeout(SAMPLE_EVERY_MILLISECONDS);
    const sample = await server.sampleMemory();
    const lower = sample.heldBytes < lowest.heldBytes - 100_000;
    higher = lower ? 0 : higher + 1;
    if (lower) lowest = sample;
  }
  return lowest;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

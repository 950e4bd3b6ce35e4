// Relay and server in turns, several times in one run: on a machine that others use as well only their ratio
// means something.
import type { Channel, Counters, Measurement, Talk } from './conversing.ts';
import { relayChannels } from './fixture.ts';
import type { Load, Measured } from './processes.ts';
import { median } from './statistics.ts';

export const IN_FLIGHT = 16;
export const RAW_BYTES = 300;
const WARM_UP_MILLISECONDS = 1_000;

/** What one round measured of one of them. */
export interface Round extends Measurement {
  readonly perSecond: number;
  /** Of the measured process, microseconds a message. */
  readonly cpu: number;
  readonly syncsPerThousand: number;
}

export interface Contestant {
  readonly name: string;
  /** Measures once; `pace` is what Talk says. */
  round(milliseconds: number, pace: Pace): Promise<Round>;
}

type Pace = Pick<Talk, 'inFlight' | 'perSecond'>;

export function serverContestant(load: Load, server: Measured, channels: readonly Channel[]): Contestant {
  return contestant('Parley', load, server, channels);
}

/** With the server's own frames, or with so many bytes that mean nothing. */
export function relayContestant(
  load: Load,
  relay: Measured,
  channels: readonly Channel[],
  rawBytes?: number,
): Contestant {
  const frame = rawBytes === undefined ? undefined : Buffer.alloc(rawBytes, 1);
  const name = rawBytes === undefined ? 'relay, same frames' : `relay, ${rawBytes} raw bytes`;
  return contestant(name, load, relay, relayChannels(channels, frame));
}

/** Each takes its turn in every round, after one that only warms up. */
export async function alternate(
  contestants: readonly Contestant[],
  rounds: number,
  milliseconds: number,
  pace: Pace,
): Promise<ReadonlyMap<Contestant, readonly Round[]>> {
  const results = new Map(contestants.map((one): [Contestant, Round[]] => [one, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [one, measured] of results) {
      const result = await one.round(round === 0 ? WARM_UP_MILLISECONDS : milliseconds, pace);
      if (round > 0) measured.push(result);
    }
  }
  return results;
}

export function medianOf(rounds: readonly Round[], field: keyof Round): number {
  return median(rounds.map((round) => round[field]));
}

/** Of the rates of the same rounds: what else the machine did in a round slowed both. */
export function medianRatio(rounds: readonly Round[], yardstick: readonly Round[]): number {
  return median(
    rounds.map(({ perSecond }, round) => perSecond / (yardstick[round]?.perSecond ?? Number.NaN)),
  );
}

/** Of the CPU of the same rounds, a message. */
export function medianCpuRatio(rounds: readonly Round[], yardstick: readonly Round[]): number {
  return median(rounds.map(({ cpu }, round) => cpu / (yardstick[round]?.cpu ?? Number.NaN)));
}

function contestant(name: string, load: Load, process: Measured, channels: readonly Channel[]): Contestant {
  let counters: Counters = channels.map(({ counter }) => counter);
  return {
    name,
    round: async (milliseconds, pace) => {
      const talking = channels.map((channel, index) => ({ ...channel, counter: counters[index] ?? 1 }));
      const talk = { url: process.url, channels: talking, ...pace };
      await load.ask({ kind: 'talk', warmUpMilliseconds: WARM_UP_MILLISECONDS, ...talk });
      const before = await process.sample();
      const measured = await load.ask({ kind: 'measure', milliseconds });
      const after = await process.sample();
      counters = await load.ask({ kind: 'finish' });
      return {
        ...measured,
        perSecond: (measured.messages * 1_000) / measured.milliseconds,
        cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / measured.messages,
        syncsPerThousand: ((after.syncs - before.syncs) * 1_000) / measured.messages,
      };
    },
  };
}

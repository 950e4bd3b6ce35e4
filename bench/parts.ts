// The parts of the table, each on its own processes and folder.
import { join } from 'node:path';
import { measureEncryption } from './encryption-speed.ts';
import { createFixture, createGroupFixture, SERVER_NAME } from './fixture.ts';
import { measureGroupKeys } from './groups.ts';
import { measureGrowth } from './growth.ts';
import { measureIdleMemory, relayAuths } from './idle-memory.ts';
import { measureOpening } from './opening.ts';
import { type Measured, startLoad, startRelay, startServer } from './processes.ts';
import { createBusyAccount, measureSignIns } from './sign-in.ts';
import type { Table } from './table.ts';
import * as throughput from './throughput.ts';

export interface Bench {
  /** For data folders. */
  readonly folder: string;
  readonly rounds: number;
  /** Of one measurement. */
  readonly milliseconds: number;
  /** How many, of the part of that name. */
  readonly signIns: number;
}

const PAIRS = 50;
const IDLE_CONNECTIONS = 2_000;
const GROWTH_STAGES = 4;
const GROWTH_MESSAGES = 100_000;
const CONVERSATIONS = 500;
const GROUP_SIZES = [10, 100, 1_000];
const GROUP_ONLINE = 500;
const LARGEST_GROUP = 1_000;
const ENCRYPTION_MILLISECONDS = 2_000;
const KIBIBYTE = 1_024;
const MEBIBYTE = 1_024 * KIBIBYTE;

export const parts = {
  rate,
  idle,
  encryption,
  groups,
  broadcast,
  opening,
  growth,
  'sign-in': signIn,
} as const satisfies Record<string, (bench: Bench) => Promise<Table> | Table>;

/** Messages a second, and latency at half of what the server can do. */
async function rate({ folder, rounds, milliseconds }: Bench): Promise<Table> {
  const data = join(folder, 'rate');
  const { channels } = await createFixture(data, PAIRS);
  const [server, relay, load] = [await startServer(data, SERVER_NAME), await startRelay(), startLoad()];
  const parley = throughput.serverContestant(load, server, channels);
  const same = throughput.relayContestant(load, relay, channels);
  const raw = throughput.relayContestant(load, relay, channels, throughput.RAW_BYTES);
  const full = { inFlight: throughput.IN_FLIGHT };
  const fast = await throughput.alternate([same, parley, raw], rounds, milliseconds, full);
  const half = { perSecond: throughput.medianOf(fast.get(parley) ?? [], 'perSecond') / 2 };
  const slow = await throughput.alternate([same, parley], Math.ceil(rounds / 2), milliseconds, half);
  for (const one of [load, server, relay]) await one.stop();
  return {
    title:
      `Acknowledged and delivered direct messages: ${PAIRS} pairs, ${throughput.IN_FLIGHT} in flight, ` +
      `frames of ${channels[0]?.frame.length} bytes (a text of 300), median of ${rounds} rounds`,
    columns: [
      '',
      'messages/s',
      'Parley has of it',
      'CPU µs/message',
      'syncs/1,000',
      'load busy',
      `p50 ms at ${Math.round(half.perSecond).toLocaleString('en')}/s`,
      'p99 ms there',
    ],
    rows: [same, parley, raw].map((one) =>
      rateRow(one.name, fast.get(one) ?? [], one === parley ? [] : (fast.get(parley) ?? []), slow.get(one)),
    ),
  };
}

function rateRow(
  name: string,
  fast: readonly throughput.Round[],
  parley: readonly throughput.Round[],
  slow: readonly throughput.Round[] | undefined,
): readonly (string | number)[] {
  const of = (field: keyof throughput.Round) => throughput.medianOf(fast, field);
  return [
    name,
    of('perSecond'),
    parley.length > 0 ? throughput.medianRatio(parley, fast) : '',
    of('cpu'),
    of('syncsPerThousand'),
    of('busy'),
    slow ? throughput.medianOf(slow, 'p50Milliseconds') : '',
    slow ? throughput.medianOf(slow, 'p99Milliseconds') : '',
  ];
}

async function idle({ folder }: Bench): Promise<Table> {
  const data = join(folder, 'idle');
  const fixture = await createFixture(data, 0, IDLE_CONNECTIONS);
  const relay = await measureStopping(await startRelay(), relayAuths(fixture));
  const server = await measureStopping(await startServer(data, SERVER_NAME), fixture.idle);
  return {
    title: `Memory of an idle, signed-in connection, of ${IDLE_CONNECTIONS.toLocaleString('en')}`,
    columns: ['', 'RSS KiB', 'reachable KiB'],
    rows: [
      ['relay', relay.rssBytes / KIBIBYTE, relay.heldBytes / KIBIBYTE],
      ['Parley', server.rssBytes / KIBIBYTE, server.heldBytes / KIBIBYTE],
    ],
  };
}

async function measureStopping(process: Measured, auths: readonly object[]) {
  try {
    return await measureIdleMemory(process, auths);
  } finally {
    await process.stop();
  }
}

function encryption(): Table {
  const { frameBytes, sealed, opened } = measureEncryption(ENCRYPTION_MILLISECONDS);
  return {
    title: `Frames of a 300-byte text (${frameBytes} bytes sealed), one core`,
    columns: ['sealed/s', 'opened/s'],
    rows: [[sealed, opened]],
  };
}

async function groups({ rounds }: Bench): Promise<Table> {
  const sizes = await measureGroupKeys(GROUP_SIZES, rounds);
  return {
    title:
      'A new key for a group beside nothing but sealing it, and a member reading it beside nothing but opening it; ms, one core',
    columns: [
      'members',
      'new key',
      'sealing alone',
      'ratio',
      'longest stall',
      'reading',
      'opening alone',
      'bytes read',
    ],
    rows: sizes.map(({ members, rekeying, sealing, ratio, stall, reading, opening, bytes }) => [
      ...[members, rekeying, sealing, ratio, stall, reading, opening, bytes],
    ]),
  };
}

/** A message to a group, all of whose members are connected. */
async function broadcast({ folder, rounds, milliseconds }: Bench): Promise<Table> {
  const data = join(folder, 'broadcast');
  const channels = [await createGroupFixture(data, GROUP_ONLINE)];
  const [server, relay, load] = [await startServer(data, SERVER_NAME), await startRelay(), startLoad()];
  const parley = throughput.serverContestant(load, server, channels);
  const same = throughput.relayContestant(load, relay, channels);
  const measured = await throughput.alternate([same, parley], rounds, milliseconds, { inFlight: 1 });
  for (const one of [load, server, relay]) await one.stop();
  const [ofRelay, ofParley] = [measured.get(same) ?? [], measured.get(parley) ?? []];
  const row = (name: string, one: readonly throughput.Round[], ratio: number | string) => {
    const cpu = throughput.medianOf(one, 'cpu');
    const busy = throughput.medianOf(one, 'busy');
    return [name, throughput.medianOf(one, 'perSecond'), cpu, cpu / (GROUP_ONLINE - 1), ratio, busy];
  };
  return {
    title:
      `A message to a group of ${GROUP_ONLINE} online, one after the other, beside a broadcast of the same frame to a room; ` +
      `median of ${rounds} rounds`,
    columns: ['', 'messages/s', 'CPU µs/message', 'CPU µs/receiver', 'CPU of the relay’s', 'load busy'],
    rows: [row('relay', ofRelay, ''), row('Parley', ofParley, throughput.medianCpuRatio(ofParley, ofRelay))],
  };
}

async function opening({ folder, rounds }: Bench): Promise<Table> {
  const { joining, first, again } = await measureOpening(join(folder, 'opening'), LARGEST_GROUP, rounds);
  return {
    title: `Opening a group of ${LARGEST_GROUP.toLocaleString('en')}: engine and view models without a window, ms, median of ${rounds} rounds`,
    columns: [
      'a member that is new to it, from online to the first page',
      'first time since the start',
      'again',
    ],
    rows: [[joining, first, again]],
  };
}

async function signIn({ folder, rounds, signIns: count }: Bench): Promise<Table> {
  const data = join(folder, 'sign-in');
  const authKey = await createBusyAccount(data, CONVERSATIONS);
  const measured = await measureSignIns(data, SERVER_NAME, authKey, { count, rounds });
  const { signIns, bcrypts, ratio, heldBytes, rssBytes } = measured;
  return {
    title:
      `${count.toLocaleString('en')} sign-ins to an account with ${CONVERSATIONS} conversations beside as many bcrypts, ` +
      `in ${rounds} rounds`,
    columns: ['sign-ins/s', 'bcrypts/s', 'ratio', 'reachable MiB before', 'after', 'RSS MiB before', 'after'],
    rows: [
      [
        ...[signIns, bcrypts, ratio],
        ...[heldBytes.before, heldBytes.after, rssBytes.before, rssBytes.after].map(
          (bytes) => bytes / MEBIBYTE,
        ),
      ],
    ],
  };
}

async function growth({ folder }: Bench): Promise<Table> {
  const data = join(folder, 'growth');
  const { channels } = await createFixture(data, PAIRS);
  const [server, load] = [await startServer(data, SERVER_NAME), startLoad()];
  const stages = await measureGrowth(load, server, channels, GROWTH_STAGES, GROWTH_MESSAGES);
  for (const one of [load, server]) await one.stop();
  return {
    title: 'The server after so many stored messages',
    columns: [
      'messages',
      'reachable MiB',
      'at rest',
      'RSS MiB at rest',
      'peak',
      'messages/s since',
      'CPU µs/message since',
    ],
    rows: stages.map(({ messages, busy, atRest, perSecond, cpu }) => [
      messages,
      busy.heldBytes / MEBIBYTE,
      atRest.heldBytes / MEBIBYTE,
      atRest.rssBytes / MEBIBYTE,
      busy.peakRssBytes / MEBIBYTE,
      perSecond,
      cpu,
    ]),
  };
}

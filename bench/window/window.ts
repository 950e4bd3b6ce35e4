// `npm run bench:window`: what the user waits for, beside the least that a window can be.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../statistics.ts';
import { printTable } from '../table.ts';
import { measureFirstLoad } from './first-load.ts';
import { openFixture, type WindowFixture } from './fixture.ts';
import { measureOpening } from './opening.ts';
import { type Scrolling, scrollParley, scrollPlainLines } from './scrolling.ts';
import { measureStarting } from './starting.ts';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '30' },
    /** One that is kept: the next run on it finds the 100,000 messages written. */
    folder: { type: 'string' },
    /** Names of parts, with commas between. */
    only: { type: 'string', default: 'size,start,opening,scrolling' },
  },
});

const KIBIBYTE = 1_024;
const MEBIBYTE = 1_024 * KIBIBYTE;
const starts = Number(values.starts);
const milliseconds = Number(values.seconds) * 1_000;

const parts: Readonly<Record<string, (fixture: WindowFixture) => Promise<void>>> = {
  size,
  start,
  opening,
  scrolling,
};

async function size(): Promise<void> {
  const { files, packages } = await measureFirstLoad();
  printTable({
    title: 'Code and styles of the page, KiB',
    columns: ['', 'loaded', 'raw', 'gzip', 'brotli'],
    rows: files.map(({ name, first, rawBytes, gzipBytes, brotliBytes }) => [
      name,
      first ? 'at once' : 'when needed',
      ...[rawBytes, gzipBytes, brotliBytes].map((bytes) => bytes / KIBIBYTE),
    ]),
  });
  const all = packages.reduce((sum, [, bytes]) => sum + bytes, 0);
  printTable({
    title: `The ${packages.length} packages of what is loaded at once, share of it before it is made small`,
    columns: ['', '%'],
    rows: packages.map(([name, bytes]) => [name, (100 * bytes) / all]),
  });
}

async function start(fixture: WindowFixture): Promise<void> {
  const { bare, parley } = await measureStarting(fixture, starts);
  const row = (name: string, all: readonly number[]) => [name, percentile(all, 0.5), Math.min(...all)];
  printTable({
    title: `Since the start of the process, ms, ${starts} starts`,
    columns: ['', 'median', 'best'],
    rows: [
      row(
        'a window with one line is shown',
        bare.map(({ shown }) => shown),
      ),
      row(
        'Parley’s window is shown',
        parley.map(({ shown }) => shown),
      ),
      row(
        'and connected, after it was shown',
        parley.map(({ shown, connected }) => connected - shown),
      ),
      row(
        'and a composer typed in, after it was shown',
        parley.map(({ shown, typable }) => typable - shown),
      ),
    ],
  });
}

async function opening(fixture: WindowFixture): Promise<void> {
  const { coldMany, coldFew, warmMany, warmFew, typing } = await measureOpening(fixture, starts);
  const row = (name: string, all: readonly number[]) => [
    name,
    all.length,
    ...[0.5, 0.95].map((share) => percentile(all, share)),
    Math.min(...all),
  ];
  printTable({
    title: 'From the click, or the key, to the paint, ms',
    columns: ['', 'times', 'median', 'p95', 'best'],
    rows: [
      row('first opening, 100,000 messages', coldMany),
      row('first opening, 200 messages', coldFew),
      row('back again, 100,000 messages', warmMany),
      row('back again, 200 messages', warmFew),
      row('a key in the composer', typing),
    ],
  });
}

async function scrolling(fixture: WindowFixture): Promise<void> {
  for (const scroll of [scrollParley, scrollPlainLines])
    printTable(tableOf(await scroll(fixture, milliseconds)));
}

function tableOf({ name, steps, memory }: Scrolling) {
  return {
    title: `${name}: frames, ms; at the end ${Math.round(memory.heapBytes / MEBIBYTE)} MiB of heap and ${memory.nodes} nodes`,
    columns: [
      '',
      's',
      'frames',
      '> 16.7',
      '> 33.3',
      'p99',
      'longest',
      'tasks > 50',
      'longest',
      'CPU ms/s',
      'blank',
    ],
    rows: [...steps].map(([step, frames]) => [
      step,
      frames.seconds,
      frames.count,
      frames.late,
      frames.veryLate,
      frames.p99,
      frames.longest,
      frames.longTasks,
      frames.longestTask,
      frames.cpu,
      frames.blank,
    ]),
  };
}

const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'parley-bench-')));
const fixture = await openFixture(folder);
try {
  for (const name of values.only.split(',')) {
    const part = parts[name];
    if (!part) throw new Error(`there is no part ${name}: ${Object.keys(parts).join()}`);
    await part(fixture);
    console.log(`\nLoad of the machine: ${loadavg()[0]?.toFixed(1)}`);
  }
} finally {
  await fixture.server.stop();
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

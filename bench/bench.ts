// `npm run bench`: measures beside a plain relay and prints one table. It writes to a temporary folder only.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, parts } from './parts.ts';
import { printTable } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '2' },
    /** How many of them the part sign-in makes. */
    'sign-ins': { type: 'string', default: '2000' },
    /** Where the temporary folder is made: the disk that is measured. */
    folder: { type: 'string', default: tmpdir() },
    /** Names of parts, with commas between. */
    only: { type: 'string', default: Object.keys(parts).join() },
  },
});

const folder = await mkdtemp(join(values.folder, 'parley-bench-'));
const bench: Bench = {
  folder,
  rounds: Number(values.rounds),
  milliseconds: Number(values.seconds) * 1_000,
  signIns: Number(values['sign-ins']),
};
try {
  for (const name of values.only.split(',')) {
    const part = parts[name as keyof typeof parts];
    if (!part) throw new Error(`there is no part ${name}: ${Object.keys(parts).join()}`);
    printTable(await part(bench));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

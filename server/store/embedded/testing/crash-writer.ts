// A process to be killed: commits numbered records as fast as it can and prints the number of each that was
// acknowledged. Every commit changes two logs and a document; all three must say the same afterwards. It also erases an
// earlier record of one log.
import { writeSync } from 'node:fs';
import { openEmbeddedStore } from '../embedded.ts';

const IN_FLIGHT = 20;

const [folder, checkpointBytes, erasedBehind] = process.argv.slice(2);
if (!folder) throw new Error('which folder?');
const store = await openEmbeddedStore({
  folder,
  checkpointBytes: Number(checkpointBytes),
  onWarning: (sentence) => writeSync(2, `${sentence}\n`),
  onFatal: (error) => {
    throw error;
  },
});

let next = (await store.head('one')) + 1;

async function commitForever(): Promise<void> {
  for (;;) {
    const number = next;
    next += 1;
    const record = Buffer.from(`record ${number}`);
    const erased = number - Number(erasedBehind);
    const committed = await store.commit([
      { type: 'append', log: 'one', seq: number, record },
      { type: 'put', collection: 'counts', partition: 'two logs', key: 'last', value: { number } },
      {
        type: 'put',
        collection: 'counts',
        partition: `number ${number % 50}`,
        key: 'last',
        value: { number },
      },
      { type: 'append', log: 'two', seq: number, record },
      ...(erased > 0
        ? [{ type: 'erase' as const, log: 'two', seq: erased, record: Buffer.from(`erased ${erased}`) }]
        : []),
    ]);
    if (!committed.ok) throw new Error(committed.code);
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, commitForever));

// A process to be killed: commits numbered records as fast as it can and prints the number of each that was
// acknowledged. Every commit changes two logs and a document; all three must say the same afterwards.
import { writeSync } from 'node:fs';
import { openEmbeddedStore } from '../embedded.ts';

const IN_FLIGHT = 20;

const [folder, checkpointBytes] = process.argv.slice(2);
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
    ]);
    if (!committed.ok) throw new Error(committed.code);
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: IN_FLIGHT }, commitForever));

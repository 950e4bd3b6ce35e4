import { expect, onTestFinished, test } from 'vitest';
import { address, conversationId } from '../../../protocol/ids.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { openStore } from '../../store/embedded/testing/open-store.ts';
import { BLOCK_RECORDS, emptyState } from './log-state.ts';
import { countAfterBlocks, hashAfterBlocks, indexChange } from './position-index.ts';

const id = conversationId.parse('c'.repeat(43));
const alice = address.parse('alice@parley.example');
const BLOCKS = 200;

/** In block n the writer numbered n modulo three has written n frames that count, alice one more. */
async function indexOf(blocks: number, moreWriters = 0) {
  const store = await openStore(await temporaryFolder());
  onTestFinished(() => store.close());
  const state = emptyState('public');
  const writers = ['bob', 'carol', 'dave'].map((name) => address.parse(`${name}@parley.example`));
  for (let one = 0; one < moreWriters; one += 1)
    state.countedFramesBy.set(address.parse(`writer${one}@parley.example`), 1);
  const expected = [moreWriters];
  for (let block = 1; block <= blocks; block += 1) {
    const writer = writers[block % 3]!; // there are three
    state.countedFramesInBlock = new Map([
      [writer, block],
      [alice, 1],
    ]);
    for (const [name, frames] of state.countedFramesInBlock) {
      state.countedFramesBy.set(name, (state.countedFramesBy.get(name) ?? 0) + frames);
    }
    state.head = block * BLOCK_RECORDS;
    state.hash = new Uint8Array(32).fill(block);
    await store.commit([indexChange(id, state)]);
    expected.push((expected.at(-1) ?? 0) + block);
  }
  return { store, expected };
}

test('the index counts the frames of others up to the end of any block', async () => {
  const { store, expected } = await indexOf(BLOCKS);
  for (const blocks of [0, 1, 2, 63, 64, 65, 127, 128, 190, BLOCKS]) {
    expect(await countAfterBlocks(store, id, alice, blocks)).toBe(expected[blocks]);
  }
});

test('an entry holds the running hash; before the first block there are zeros', async () => {
  const { store } = await indexOf(3);
  expect(await hashAfterBlocks(store, id, 0)).toEqual(new Uint8Array(32));
  expect(Buffer.from(await hashAfterBlocks(store, id, 3))).toEqual(Buffer.alloc(32, 3));
});

test('the index answers undefined where more people write than fit an entry', async () => {
  const { store } = await indexOf(130, 12_000);
  expect(await countAfterBlocks(store, id, alice, 130)).toBeUndefined();
});

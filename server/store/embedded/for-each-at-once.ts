/** Runs the task for each item, a few at once. Throws the first error, when all under way have ended. */
export async function forEachAtOnce<Item>(
  atOnce: number,
  items: Iterable<Item> | AsyncIterable<Item>,
  task: (item: Item) => Promise<unknown>,
): Promise<void> {
  const shared = oneByOne(items);
  const worker = async () => {
    for await (const item of shared) await task(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** A generator ends for all its users when one of them stops early. */
async function* oneByOne<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

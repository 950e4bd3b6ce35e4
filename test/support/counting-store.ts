import type { Store } from '../../server/store/store.ts';

/** A store that counts the records it gives out. */
export function countingStore() {
  const counted = { records: 0 };
  const wrap = (store: Store): Store => ({
    wasEmpty: store.wasEmpty,
    get: (path) => store.get(path),
    list: (collection, partition) => store.list(collection, partition),
    scan: (collection) => store.scan(collection),
    head: (log) => store.head(log),
    commit: (changes) => store.commit(changes),
    close: () => store.close(),
    read: async (log, first, last) => {
      const records = await store.read(log, first, last);
      counted.records += records.length;
      return records;
    },
  });
  return { wrap, counted };
}

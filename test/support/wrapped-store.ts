import type { Store } from '../../server/store/store.ts';

/** Everything a store does, to be put into one that does something of it in another way. */
export function passedOn(store: Store): Store {
  return {
    wasEmpty: store.wasEmpty,
    get: (path) => store.get(path),
    list: (collection, partition) => store.list(collection, partition),
    scan: (collection) => store.scan(collection),
    head: (log) => store.head(log),
    read: (log, first, last) => store.read(log, first, last),
    commit: (changes) => store.commit(changes),
    close: () => store.close(),
  };
}

/** A store that counts the records it gives out. */
export function countingStore() {
  const counted = { records: 0 };
  const wrap = (store: Store): Store => ({
    ...passedOn(store),
    read: async (log, first, last) => {
      const records = await store.read(log, first, last);
      counted.records += records.length;
      return records;
    },
  });
  return { wrap, counted };
}

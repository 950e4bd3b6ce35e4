// What every store has to keep, whatever it is made of: each implementation runs this suite.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok, refuse } from '../../protocol/errors.ts';
import type { Document, DocumentPath, Store, StoreChange } from './store.ts';

/** An empty store, and a way to open the same one again after it has been closed. */
export interface StoreUnderTest {
  readonly store: Store;
  reopen(): Promise<StoreUnderTest>;
}

export function put(collection: string, partition: string, key: string, value: Document): StoreChange {
  return { type: 'put', collection, partition, key, value };
}

export function append(log: string, seq: number, text: string): StoreChange {
  return { type: 'append', log, seq, record: Buffer.from(text) };
}

export function erase(log: string, seq: number, text: string): StoreChange {
  return { type: 'erase', log, seq, record: Buffer.from(text) };
}

export async function readTexts(store: Store, log: string, first: number, last: number): Promise<string[]> {
  return (await store.read(log, first, last)).map((record) => Buffer.from(record).toString());
}

export async function scanAll(
  store: Store,
  collection: string,
): Promise<(DocumentPath & { value: Document })[]> {
  const found = [];
  for await (const document of store.scan(collection)) found.push(document);
  return found;
}

export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    describeDocuments(open);
    describeLogs(open);
    describeErasing(open);
    describeCommits(open);
    test('does what a plain model in memory does, whatever is called and however often it is reopened', () =>
      agreesWithModel(open));
  });
}

function describeDocuments(open: () => Promise<StoreUnderTest>): void {
  const alice = { collection: 'accounts', partition: 'alice', key: 'profile' };

  test('a document is what was put last, also after reopening', async () => {
    const { store, reopen } = await open();
    expect(await store.get(alice)).toBeUndefined();
    await store.commit([{ type: 'put', ...alice, value: { name: 'Al' } }]);
    await store.commit([{ type: 'put', ...alice, value: { name: 'Alice', tags: ['a', null, { b: 1 }] } }]);
    expect(await store.get(alice)).toEqual({ name: 'Alice', tags: ['a', null, { b: 1 }] });
    await store.close();
    const again = await reopen();
    expect(await again.store.get(alice)).toEqual({ name: 'Alice', tags: ['a', null, { b: 1 }] });
    await again.store.close();
  });

  test('a deleted document is gone, also after reopening', async () => {
    const { store, reopen } = await open();
    await store.commit([{ type: 'put', ...alice, value: { name: 'Alice' } }]);
    await store.commit([{ type: 'delete', ...alice }]);
    expect(await store.get(alice)).toBeUndefined();
    await store.close();
    const again = await reopen();
    expect(await again.store.get(alice)).toBeUndefined();
    expect(await again.store.list('accounts', 'alice')).toEqual(new Map());
    await again.store.close();
  });

  test('a value can be changed by its giver without changing what is stored', async () => {
    const { store } = await open();
    const value = { name: 'Alice' };
    const committed = store.commit([{ type: 'put', ...alice, value }]);
    value.name = 'Mallory';
    await committed;
    expect(await store.get(alice)).toEqual({ name: 'Alice' });
    await store.close();
  });

  test('lists a partition and nothing of its neighbours', async () => {
    const { store } = await open();
    await store.commit([
      put('sessions', 'alice', 'one', { n: 1 }),
      put('sessions', 'alice', 'two', { n: 2 }),
      put('sessions', 'bob', 'one', { n: 3 }),
      put('accounts', 'alice', 'one', { n: 4 }),
    ]);
    expect(Object.fromEntries(await store.list('sessions', 'alice'))).toEqual({
      one: { n: 1 },
      two: { n: 2 },
    });
    await store.close();
  });

  test('scans every document of a collection once', async () => {
    const { store } = await open();
    const paths = Array.from({ length: 100 }, (_, n) => `person ${n}`);
    await store.commit(paths.map((partition, n) => put('accounts', partition, 'profile', { n })));
    const found = await scanAll(store, 'accounts');
    expect(found.map(({ partition }) => partition).sort()).toEqual([...paths].sort());
    expect(found).toContainEqual({ ...alice, partition: 'person 7', value: { n: 7 } });
    await store.close();
  });

  test.each(['__proto__', '../../etc/passwd', 'a/b', '.', 'CON', 'ü'.repeat(320), '\u0000', 'Ａ', 'a', 'A'])(
    'takes %j for any name',
    async (name) => {
      const { store, reopen } = await open();
      await store.commit([put(name, name, name, { name }), append(name, 1, name)]);
      await store.close();
      const again = await reopen();
      expect(await again.store.get({ collection: name, partition: name, key: name })).toEqual({ name });
      expect(await readTexts(again.store, name, 1, 1)).toEqual([name]);
      await again.store.close();
    },
  );

  test.each(['', 'x'.repeat(321), '\ud800'])('throws for the name %j', async (name) => {
    const { store } = await open();
    await expect(store.commit([put('accounts', name, 'key', {})])).rejects.toThrow(RangeError);
    await expect(store.commit([append(name, 1, 'x')])).rejects.toThrow(RangeError);
    await store.close();
  });
}

function describeLogs(open: () => Promise<StoreUnderTest>): void {
  test('a log is dense from 1 and read in any part, also after reopening', async () => {
    const { store, reopen } = await open();
    expect(await store.head('lobby')).toBe(0);
    for (let seq = 1; seq <= 600; seq += 50) {
      await store.commit(Array.from({ length: 50 }, (_, n) => append('lobby', seq + n, `record ${seq + n}`)));
    }
    await store.close();
    const { store: again } = await reopen();
    expect(await again.head('lobby')).toBe(600);
    expect(await readTexts(again, 'lobby', 255, 258)).toEqual([
      'record 255',
      'record 256',
      'record 257',
      'record 258',
    ]);
    expect(await readTexts(again, 'lobby', 599, 700)).toEqual(['record 599', 'record 600']);
    expect(await readTexts(again, 'lobby', -5, 1)).toEqual(['record 1']);
    expect(await readTexts(again, 'lobby', 601, 700)).toEqual([]);
    expect(await readTexts(again, 'elsewhere', 1, 10)).toEqual([]);
    await again.close();
  });

  test('an append out of turn is a conflict and changes nothing', async () => {
    const { store } = await open();
    await store.commit([append('lobby', 1, 'one')]);
    const conflict = refuse('version-conflict');
    for (const seq of [1, 3]) expect(await store.commit([append('lobby', seq, 'x')])).toEqual(conflict);
    await expect(store.commit([append('lobby', 0, 'x')])).rejects.toThrow(RangeError);
    const both = [
      put('accounts', 'alice', 'profile', {}),
      append('lobby', 2, 'two'),
      append('lobby', 2, 'again'),
    ];
    expect(await store.commit(both)).toEqual(conflict);
    expect(await store.head('lobby')).toBe(1);
    expect(await scanAll(store, 'accounts')).toEqual([]);
    expect(await store.commit([append('lobby', 2, 'two')])).toEqual(ok(undefined));
    await store.close();
  });
}

function describeErasing(open: () => Promise<StoreUnderTest>): void {
  test('an erased record is read as what was put in its place, wherever it lies, also after reopening', async () => {
    const { store, reopen } = await open();
    const appends = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => append('lobby', from + n, `record ${from + n}`));
    await store.commit(appends(1, 600));
    await store.commit([erase('lobby', 599, 'gone')]);
    await store.close();
    const { store: again, reopen: reopenAgain } = await reopen();
    expect(await readTexts(again, 'lobby', 598, 600)).toEqual(['record 598', 'gone', 'record 600']);
    const committed = await again.commit([
      append('lobby', 601, 'record 601'),
      erase('lobby', 601, 'gone at once'),
      erase('lobby', 1, 'gone'),
      erase('lobby', 300, 'gone'),
      erase('lobby', 599, 'gone for good'),
    ]);
    expect(committed).toEqual(ok(undefined));
    const expectErased = async (read: Store) => {
      expect(await read.head('lobby')).toBe(601);
      expect(await readTexts(read, 'lobby', -3, 2)).toEqual(['gone', 'record 2']);
      expect(await readTexts(read, 'lobby', 300, 301)).toEqual(['gone', 'record 301']);
      expect(await readTexts(read, 'lobby', 599, 700)).toEqual([
        'gone for good',
        'record 600',
        'gone at once',
      ]);
    };
    await expectErased(again);
    await again.close();
    const { store: last } = await reopenAgain();
    await expectErased(last);
    await last.close();
  });

  test('what a log does not have is not erased, and nothing else of its commit is done', async () => {
    const { store } = await open();
    await store.commit([append('lobby', 1, 'one')]);
    const conflict = refuse('version-conflict');
    for (const [log, seq] of [
      ['lobby', 2],
      ['elsewhere', 1],
    ] as const)
      expect(await store.commit([append('lobby', 2, 'x'), erase(log, seq + 1, 'gone')])).toEqual(conflict);
    expect(await readTexts(store, 'lobby', 1, 9)).toEqual(['one']);
    await expect(store.commit([erase('lobby', 0, 'gone')])).rejects.toThrow(RangeError);
    await store.close();
  });
}

function describeCommits(open: () => Promise<StoreUnderTest>): void {
  test('of two writers that append to one log at once, one succeeds and the other conflicts', async () => {
    const { store } = await open();
    await store.commit([append('lobby', 1, 'one')]);
    const both = await Promise.all(['near', 'far'].map((text) => store.commit([append('lobby', 2, text)])));
    expect(both).toEqual([ok(undefined), refuse('version-conflict')]);
    expect(await readTexts(store, 'lobby', 1, 9)).toEqual(['one', 'near']);
    await store.close();
  });

  test('commits are applied in the order of the calls', async () => {
    const { store, reopen } = await open();
    await store.commit([append('lobby', 1, 'record 1')]);
    await store.close();
    const { store: again } = await reopen();
    const commits = Array.from({ length: 1_000 }, (_, n) =>
      again.commit([append('lobby', n + 2, `record ${n + 2}`), put('last', 'lobby', 'seq', { seq: n + 2 })]),
    );
    await Promise.all(commits);
    expect(await again.get({ collection: 'last', partition: 'lobby', key: 'seq' })).toEqual({ seq: 1_001 });
    expect(await readTexts(again, 'lobby', 1, 2_000)).toEqual(
      Array.from({ length: 1_001 }, (_, n) => `record ${n + 1}`),
    );
    await again.close();
  });

  test('a commit is seen once it has been acknowledged, and all of it at once', async () => {
    const { store } = await open();
    const committed = store.commit([append('lobby', 1, 'one'), append('other', 1, 'one')]);
    const early = await Promise.all([store.head('lobby'), store.head('other')]);
    expect(early[0]).toBe(early[1]);
    await committed;
    expect(await Promise.all([store.head('lobby'), store.head('other')])).toEqual([1, 1]);
    await store.close();
  });

  test('a record of 3 MiB is taken, a larger one throws', async () => {
    const { store, reopen } = await open();
    const record = Buffer.alloc(3 * 1024 * 1024, 7);
    expect(await store.commit([{ type: 'append', log: 'lobby', seq: 1, record }])).toEqual(ok(undefined));
    const larger = Buffer.alloc(record.length + 1);
    await expect(store.commit([{ type: 'append', log: 'lobby', seq: 2, record: larger }])).rejects.toThrow(
      RangeError,
    );
    await store.close();
    const { store: again } = await reopen();
    const [read = Buffer.of()] = await again.read('lobby', 1, 1);
    expect(record.equals(read)).toBe(true);
    await again.close();
  });

  test('nothing is committed once it is closed', async () => {
    const { store } = await open();
    await store.close();
    await expect(store.commit([append('lobby', 1, 'one')])).rejects.toThrow('closed');
  });
}

const names = fc.constantFrom('alice', 'bob', 'carol', '__proto__');
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('put' as const), partition: names, key: names, n: fc.nat() }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), partition: names, key: names }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('append' as const),
      log: names,
      times: fc.integer({ min: 1, max: 300 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('erase' as const),
      log: names,
      place: fc.nat(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('read' as const),
      log: names,
      first: fc.integer({ min: 1, max: 400 }),
      count: fc.nat(400),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('list' as const), partition: names }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('scan' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reopen' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

class Model {
  readonly documents = new Map<string, Map<string, Document>>();
  readonly logs = new Map<string, string[]>();

  log(name: string): string[] {
    return this.logs.get(name) ?? [];
  }

  partition(name: string): Map<string, Document> {
    return this.documents.get(name) ?? new Map();
  }
}

async function agreesWithModel(open: () => Promise<StoreUnderTest>): Promise<void> {
  const property = fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
    const model = new Model();
    let tested = await open();
    for (const one of commands) tested = await play(one, tested, model);
    await tested.store.close();
  });
  await fc.assert(property, { numRuns: 15 });
}

async function play(one: Command, tested: StoreUnderTest, model: Model): Promise<StoreUnderTest> {
  const { store } = tested;
  switch (one.type) {
    case 'put':
      await store.commit([put('model', one.partition, one.key, { n: one.n })]);
      model.documents.set(one.partition, model.partition(one.partition).set(one.key, { n: one.n }));
      return tested;
    case 'delete':
      await store.commit([{ type: 'delete', collection: 'model', partition: one.partition, key: one.key }]);
      model.partition(one.partition).delete(one.key);
      expect(
        await store.get({ collection: 'model', partition: one.partition, key: one.key }),
      ).toBeUndefined();
      return tested;
    case 'append': {
      const head = model.log(one.log).length;
      const texts = Array.from({ length: one.times }, (_, n) => `${one.log} ${head + n + 1}`);
      await store.commit(texts.map((text, n) => append(one.log, head + n + 1, text)));
      model.logs.set(one.log, [...model.log(one.log), ...texts]);
      expect(await store.head(one.log)).toBe(head + one.times);
      return tested;
    }
    case 'erase': {
      const texts = model.log(one.log);
      const seq = 1 + (one.place % (texts.length + 1));
      const committed = await store.commit([erase(one.log, seq, `erased ${seq}`)]);
      expect(committed.ok).toBe(seq <= texts.length);
      if (committed.ok) texts[seq - 1] = `erased ${seq}`;
      return tested;
    }
    case 'read': {
      const expected = model.log(one.log).slice(one.first - 1, one.first - 1 + one.count);
      expect(await readTexts(store, one.log, one.first, one.first + one.count - 1)).toEqual(expected);
      return tested;
    }
    case 'list':
      expect(await store.list('model', one.partition)).toEqual(model.partition(one.partition));
      return tested;
    case 'scan': {
      const found = await scanAll(store, 'model');
      const size = [...model.documents.values()].reduce((sum, { size }) => sum + size, 0);
      expect(found.length).toBe(size);
      for (const { partition, key, value } of found)
        expect(value).toEqual(model.partition(partition).get(key));
      return tested;
    }
    case 'reopen':
      await store.close();
      return tested.reopen();
    default:
      return one satisfies never;
  }
}

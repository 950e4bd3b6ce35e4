import { expect, test } from 'vitest';
import type { EngineClient, SearchPage } from '../../engine/api/api.ts';
import { ok } from '../../protocol/errors.ts';
import { extractOf } from './extract.ts';
import { createMessageSearch } from './message-search.ts';

/** Answers when the test says so, in any order. */
function slowEngine() {
  const asked: { readonly parameters: unknown; answer(page: SearchPage): void }[] = [];
  const call = (_: string, parameters: unknown) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    asked.push({ parameters, answer: (page) => resolve(ok(page)) });
    return promise;
  };
  return { asked, engine: { call, on: () => () => undefined } as unknown as EngineClient };
}

function hit(id: string): SearchPage['hits'][number] {
  return { message: { id }, title: '', ranges: [] } as unknown as SearchPage['hits'][number];
}

test('shows the hits of what was typed last, whichever answer comes last, and more of them behind', async () => {
  const { asked, engine } = slowEngine();
  const search = createMessageSearch(engine);
  const first = search.find('a');
  const second = search.find('ab');
  asked[1]?.answer({ hits: [hit('new')], next: '7' });
  await second;
  asked[0]?.answer({ hits: [hit('old')] });
  await first;
  expect(search.get()).toMatchObject({ text: 'ab', hits: [hit('new')], next: '7', searching: false });
  const more = search.more();
  expect(asked[2]?.parameters).toEqual({ text: 'ab', before: '7' });
  asked[2]?.answer({ hits: [hit('older')] });
  await more;
  expect(search.get()).toMatchObject({ hits: [hit('new'), hit('older')] });
  expect(search.get()).not.toHaveProperty('next');
  await search.find(' ');
  expect([asked.length, search.get().hits]).toEqual([3, []]);
});

test('an extract begins shortly before the first range and marks all that it shows', () => {
  const words = (text: string, ...ranges: readonly (readonly [number, number])[]) =>
    extractOf(
      text,
      ranges.map(([start, end]) => ({ start, end })),
    )
      .map(({ text: part, isHit }) => (isHit ? `[${part}]` : part))
      .join('');
  expect(words('one two three', [4, 7])).toBe('one [two] three');
  expect(words('a\n\nb', [0, 1], [3, 4])).toBe('[a] [b]');
  expect(words(`${'word '.repeat(50)}end`, [250, 253])).toBe(`…${'word '.repeat(7)}[end]`);
  expect(words('no range')).toBe('no range');
  expect(words('x'.repeat(500), [0, 500])).toBe(`[${'x'.repeat(160)}]…`);
});

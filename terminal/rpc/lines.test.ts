import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from './lines.ts';

async function linesOf(chunks: readonly Uint8Array[], maximum: number): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const line of readLines(Readable.from(chunks), maximum)) {
    lines.push('overlong' in line ? undefined : Buffer.from(line).toString());
  }
  return lines;
}

test('cuts at line ends, wherever the chunks are cut', async () => {
  const text = fc.array(fc.string({ unit: 'binary' }).map((line) => line.replaceAll('\n', '')));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await linesOf(chunks, 1_000_000)).toEqual(lines.map((line) => Buffer.from(line).toString()));
    }),
  );
});

test('a last line without an end counts', async () => {
  expect(await linesOf([Buffer.from('one\ntw'), Buffer.from('o')], 10)).toEqual(['one', 'two']);
});

test('an overlong line is skipped and reported, its neighbours are read', async () => {
  const chunks = ['a\n12', '345', '678\nb\n', '123456'].map((text) => Buffer.from(text));
  expect(await linesOf(chunks, 5)).toEqual(['a', undefined, 'b', undefined]);
});

test('a line of exactly the limit is read', async () => {
  expect(await linesOf([Buffer.from('12345\n')], 5)).toEqual(['12345']);
});

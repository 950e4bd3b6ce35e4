import { expect, test } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { encodePage } from '../../protocol/records.ts';
import { Page } from './page.ts';

test('a page takes records until their encoding would exceed pageBytes', () => {
  const page = new Page();
  const record = new Uint8Array(limits.pageBytes / 4);
  while (page.add(record));
  expect(page.records).toHaveLength(3);
  expect(page.add(new Uint8Array(limits.pageBytes / 4 - 4 * 4))).toBe(true);
  expect(encodePage(page.records)).toHaveLength(limits.pageBytes);
  expect(page.add(new Uint8Array())).toBe(false);
});

test('a page takes pageRecords small records', () => {
  const page = new Page();
  while (page.add(new Uint8Array(1)));
  expect(page.records).toHaveLength(limits.pageRecords);
});

test('a record larger than a page is a page of its own', () => {
  const page = new Page();
  expect(page.add(new Uint8Array(limits.pageBytes))).toBe(true);
  expect(page.add(new Uint8Array(1))).toBe(false);
});

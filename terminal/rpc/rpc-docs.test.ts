// docs/rpc.md is a promise to programs: it names what there is, and nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventNames, faults, methods, notices } from '../../engine/api/api.ts';
import { errors } from '../../protocol/errors.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/rpc.md'), 'utf8');

function section(heading: string): string {
  return new RegExp(`\n## ${heading}\n(.*?)(\n## |$)`, 's').exec(page)?.[1] ?? '';
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`([A-Za-z-]+)`/g)].map(([, name = '']) => name);
}

/** The names in the first column of the section's last table. */
function rows(heading: string): string[] {
  const table = section(heading).split('\n|---').at(-1) ?? '';
  return [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => namesIn(cell)).sort();
}

test('every method with its parameters', () => {
  expect(rows('Methods')).toEqual(Object.keys(methods).sort());
  for (const [method, schema] of Object.entries(methods)) {
    const given = 'unwrap' in schema ? schema.unwrap() : schema;
    const objects = 'options' in given ? given.options : [given];
    const parameters = section('Methods').split(`\n| \`${method}\` | `)[1]?.split(' | ')[0];
    for (const name of objects.flatMap(({ shape }) => Object.keys(shape))) {
      expect(parameters, method).toContain(name);
    }
  }
});

test('every notification', () => {
  expect(rows('Notifications')).toEqual([...eventNames].sort());
});

test('every notice', () => {
  const [, paragraph] = /\nThe `code` of a notice is an error code or (.*?);/s.exec(page) ?? [];
  expect(namesIn(paragraph ?? '')).toEqual(Object.keys(notices));
});

test('every reason for which a message can’t be read', () => {
  const [, list] = /the first check that it\s+failed: (.*?)\.\n/s.exec(page) ?? [];
  expect(namesIn(list ?? '')).toEqual(Object.keys(faults));
});

test('every error code', () => {
  expect(rows('Errors')).toEqual(Object.keys(errors).sort());
});

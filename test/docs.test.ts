import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { summary } from '../protocol/conversations.ts';
import { errors } from '../protocol/errors.ts';
import { pushes, requests } from '../protocol/events.ts';
import { limits, rates } from '../protocol/limits.ts';
import { describeSchema } from './support/describe-schema.ts';

const protocol = readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8');

test.each(Object.entries(requests))(
  '%s is documented with its permission and rate class',
  (name, request) => {
    expect(protocol).toContain(`| \`${name}\` | ${request.permission} | ${request.rate} |`);
  },
);

test.each(Object.entries(requests))('%s is documented with every field', (name, { request, response }) => {
  expect(protocol).toContain(
    `| \`${name}\` | \`${describeSchema(request)}\` | \`${describeSchema(response)}\` |`,
  );
});

test.each(Object.entries(pushes))('the push %s is documented with every field', (name, push) => {
  expect(protocol).toContain(`| \`${name}\` | \`${describeSchema(push)}\` |`);
});

test('the summary of a conversation is documented with every field', () => {
  expect(protocol).toContain(`| conversation | \`${describeSchema(summary)}\` |`);
});

test.each(Object.entries(errors))('the code %s is documented with its sentence', (code, sentence) => {
  expect(protocol).toContain(`| \`${code}\` | ${sentence} |`);
});

test.each(Object.entries(limits))('the limit %s is documented with its value', (name, value) => {
  expect(protocol).toContain(`| \`${name}\` | ${value.toLocaleString('en')} |`);
});

test.each(Object.entries(rates))('the rate class %s is documented', (name, { burst, perSecond }) => {
  expect(protocol).toContain(`| \`${name}\` | ${burst.toLocaleString('en')} | ${perSecond} |`);
});

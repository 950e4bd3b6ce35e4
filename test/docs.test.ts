import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { summary } from '../protocol/conversations.ts';
import { errors } from '../protocol/errors.ts';
import { pushes, requests } from '../protocol/events.ts';
import { limits, rates } from '../protocol/limits.ts';
import { report } from '../protocol/reports.ts';
import { describeSchema } from './support/describe-schema.ts';
import { projectFiles } from './support/project-files.ts';
import { syntaxTreeOf, visitNodes } from './support/syntax-tree.ts';

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

test('a report is documented with every field', () => {
  expect(protocol).toContain(`| report | \`${describeSchema(report)}\` |`);
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

/** Handed on from the `wrong-credentials` of a wrong initial password. */
const handedOn: Readonly<Record<string, readonly string[]>> = { 'invite-invalid': ['triesLeft'] };

/** The codes that the server's source refuses with, each with the facts that it gives: `x?` where not always. */
function refusalsOfServer(): ReadonlyMap<string, ReadonlySet<string>> {
  const given = new Map<string, string[][]>();
  const isServed = (file: string) => /^server\/(?!admin\/).*(?<!\.test|-contract)\.ts$/.test(file);
  for (const file of projectFiles().filter(isServed)) {
    visitNodes<Node>(syntaxTreeOf(file), (node) => {
      if (node.type !== 'CallExpression' || node.callee.name !== 'refuse') return;
      const [code, facts] = node.arguments;
      const isSure = facts?.type === 'ObjectExpression';
      const names = keysIn(facts).map((name) => (isSure ? name : `${name}?`));
      for (const literal of literalsIn(code)) given.set(literal, [...(given.get(literal) ?? []), names]);
    });
  }
  return new Map([...given].map(([code, calls]) => [code, factsOf(calls, handedOn[code] ?? [])]));
}

function factsOf(calls: readonly (readonly string[])[], more: readonly string[]): ReadonlySet<string> {
  const names = new Set([...calls.flat(), ...more].map((name) => name.replace('?', '')));
  return new Set([...names].map((name) => (calls.every((call) => call.includes(name)) ? name : `${name}?`)));
}

/** A node of the syntax tree, as far as this test looks into it. */
interface Node {
  readonly type: string;
  readonly callee: { readonly name?: string };
  readonly arguments: readonly (Node | undefined)[];
  readonly properties: readonly { readonly key: { readonly name: string } }[];
  readonly value: unknown;
}

function keysIn(tree: unknown): readonly string[] {
  const found: string[] = [];
  visitNodes<Node>(tree, ({ type, properties }) => {
    if (type === 'ObjectExpression') found.push(...properties.map(({ key }) => key.name));
  });
  return found;
}

function literalsIn(tree: unknown): readonly string[] {
  const found: string[] = [];
  visitNodes<Node>(tree, ({ type, value }) => {
    if (type === 'Literal') found.push(String(value));
  });
  return found;
}

const refused = refusalsOfServer();

test.each(Object.entries(errors))('the code %s is documented with its sender and facts', (code, sentence) => {
  const row = protocol.split('\n').find((line) => line.startsWith(`| \`${code}\` | ${sentence} |`)) ?? '';
  const [sender, documented = ''] = row.slice(`| \`${code}\` | ${sentence} | `.length).split(' | ');
  const facts = [...documented.matchAll(/`(\w+)`(\??)/g)].map(([, name, mark]) => `${name}${mark}`);
  expect(sender).toBe(refused.has(code) ? 'server' : 'client');
  if (refused.has(code)) expect(new Set(facts)).toEqual(refused.get(code));
  const said = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(facts.map((fact) => fact.replace('?', ''))).toEqual(expect.arrayContaining(said));
});

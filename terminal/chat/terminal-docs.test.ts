import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { english } from '../../text/english/english.ts';
import { commands } from '../../view-models/commands/commands.ts';
import { oldSpellings, oldUsages } from '../../view-models/commands/old-spellings.ts';
import { chat } from './chat.ts';

const document = readFileSync(new URL('../../docs/terminal.md', import.meta.url), 'utf8');
const rows = document.split('\n').filter((row) => /^\| (?:`\/|\| `@)/.test(row));

/** A command, its old spellings, and what it does. */
function expectedRow(name: string, usage: string, effect: string): string {
  const usages: Readonly<Record<string, string | undefined>> = { ...oldUsages };
  const old = Object.entries({ ...oldSpellings, '@<user>': 'msg' }).filter(([, command]) => command === name);
  const spelt = old.map(([one]) => `\`${`${one} ${usages[one] ?? ''}`.trim()}\``).join(', ');
  const now = usage === 'old' ? '' : `\`${`/${name} ${usage}`.trim().replaceAll('|', '\\|')}\``;
  return `| ${now} | ${spelt} | ${effect} |`.replaceAll(/\| {2,}\|/g, '| |').replace(/^\| {2}\|/, '| |');
}

test('every command is documented with its old spellings and its effect, and no other one', () => {
  const help: Readonly<Record<string, string>> = english.window.composer.help;
  const known = Object.entries(commands).map(([name, usage]) => expectedRow(name, usage, help[name] ?? ''));
  const groupSend = expectedRow('group send', 'old', english.terminal.groupSend);
  expect(rows.toSorted()).toEqual([...known, groupSend].toSorted());
});

test('every flag is documented', () => {
  for (const [flag, { value }] of Object.entries(chat.flags))
    expect(document).toContain(`| \`--${flag}${value === undefined ? '' : ` <${value}>`}\` |`);
});

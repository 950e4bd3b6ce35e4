// docs/ancestors.md, line by line: what it says a person types is typed, and what it says is shown is waited for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ChatProcess } from './support/chat-process.ts';
import { projectRoot } from './support/project-files.ts';
import { startRpcServer } from './support/rpc-server.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

interface Session {
  readonly title: string;
  readonly lines: readonly string[];
}

const accounts = ['anna', 'ben', 'bea', 'boris', 'cora', 'dan', 'dora', 'emil', 'eva'];

async function sessionsIn(document: string): Promise<readonly Session[]> {
  const text = await readFile(join(projectRoot, document), 'utf8');
  return text.split(/^## /m).flatMap((section) => {
    const [, lines] = /^```session\n([\s\S]*?)^```$/m.exec(section) ?? [];
    return lines === undefined
      ? []
      : [{ title: section.split('\n', 1)[0] ?? '', lines: lines.trimEnd().split('\n') }];
  });
}

const sessions = await sessionsIn('docs/ancestors.md');

test('each of the five programs has a session', () => {
  expect(sessions).toHaveLength(5);
});

test.each(sessions.map(({ title, lines }) => [title, lines] as const))('%s', async (_, lines) => {
  const names = new Set(lines.map((line) => line.split(' ', 1)[0] ?? ''));
  const server = await startRpcServer({ accounts: accounts.filter((name) => names.has(name)) });
  const profiles = new Map<string, string>();
  const people = new Map<string, ChatProcess>();
  for (const name of names) {
    profiles.set(name, await temporaryFolder());
    people.set(name, new ChatProcess(server.url, profiles.get(name) ?? ''));
  }
  for (const line of lines) {
    const [, name = '', what = '', text = ''] = /^(\w+) (<|>|starts again)(?: (.*))?$/.exec(line) ?? [];
    const person = people.get(name);
    if (!person) throw new Error(`no one types or sees “${line}”`);
    if (what === '<') person.type(text);
    else if (what === '>') await person.shows(text.trim());
    else {
      expect(await person.process.ended).toBe(0);
      people.set(name, new ChatProcess(server.url, profiles.get(name) ?? ''));
    }
  }
});
